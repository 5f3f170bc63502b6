package io.counterfoil.domain.leak;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.net.URI;
import java.util.List;

/** What an operator may set about secrets that others have seen. */
public final class LeakSettings implements SettingsCatalog {

    static final Setting<URI> GITHUB_KEYS = Setting.service(
            "counterfoil.leaks.github.keys.url",
            "https://api.github.com/meta/public_keys/secret_scanning",
            "Where GitHub publishes the keys that it signs its reports of leaked secrets with.");

    static final Setting<PlainHttp> PLAIN_HTTP = Setting.choice(
            "counterfoil.plain.http.revokes",
            PlainHttp.class,
            PlainHttp.LIVE,
            "Which valid keys are revoked when they are sent over plain HTTP; the others raise an alert only.");

    /** Whose secrets end when they cross the network in the clear. */
    enum PlainHttp {
        NONE,
        LIVE,
        ALL
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(GITHUB_KEYS, PLAIN_HTTP);
    }
}
