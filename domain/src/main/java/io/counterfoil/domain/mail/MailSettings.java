package io.counterfoil.domain.mail;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** The operator's mail server. */
public final class MailSettings implements SettingsCatalog {

    static final String ALLOWED =
            "smtp://host:port, where STARTTLS is demanded unless the host is this one, or smtps://host:port";

    static final Setting<URI> SERVER = new Setting<>(
            "counterfoil.mail.server",
            ALLOWED,
            "",
            "The mail server that letters to people go through. Without one nothing is sent.",
            MailSettings::server);
    static final Setting<String> FROM = Setting.text(
            "counterfoil.mail.from", "an e-mail address", "counterfoil@localhost", "Whom letters come from.");
    static final Setting<String> USER =
            Setting.text("counterfoil.mail.user", "text", "", "The account at the mail server, where it wants one.");
    static final Setting<String> PASSWORD =
            Setting.text("counterfoil.mail.password", "text", "", "The password of that account.");

    private static URI server(String text) {
        URI uri = URI.create(text);
        if (!Set.of("smtp", "smtps").contains(String.valueOf(uri.getScheme()))
                || uri.getHost() == null
                || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("not a mail server");
        }
        return uri;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SERVER, FROM, USER, PASSWORD);
    }
}
