package io.counterfoil.domain.mail;

import io.counterfoil.domain.configuration.ConfigurationSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends letters by SMTP, over TLS. A letter is taken by the server or {@link LetterNotSent}; nothing is kept here. */
@Singleton
public final class Postbox {

    private static final String PATIENCE_MILLISECONDS = "10000";
    private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Optional<URI> server;
    private final String from;
    private final Optional<String> user;
    private final Optional<String> password;
    private final InstantSource time;

    @Inject
    public Postbox(ConfigurationSource configuration, InstantSource time) {
        this.server = MailSettings.SERVER.find(configuration);
        this.from = MailSettings.FROM.in(configuration);
        this.user = MailSettings.USER.find(configuration);
        this.password = MailSettings.PASSWORD.find(configuration);
        this.time = time;
    }

    /** Whether there is a mail server. */
    public boolean open() {
        return server.isPresent();
    }

    /**
     * Hands a letter to the mail server. Takes up to some ten seconds where that is slow: never call it inside a
     * transaction.
     *
     * @throws LetterNotSent when there is no mail server or it did not take the letter
     */
    public void send(Letter letter) {
        URI uri = server.orElseThrow(() -> new LetterNotSent("no mail server is configured"));
        try {
            MimeMessage message = new MimeMessage(session(uri));
            message.setFrom(new InternetAddress(from, true));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to(), true));
            message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
            message.setText(letter.text(), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(time.instant()));
            message.setHeader("Auto-Submitted", "auto-generated");
            Transport.send(message);
        } catch (MessagingException failure) {
            // its message may repeat the address
            throw new LetterNotSent("the mail server did not take it (%s)"
                    .formatted(failure.getClass().getSimpleName()));
        }
    }

    private Session session(URI uri) {
        String protocol = uri.getScheme();
        String prefix = "mail." + protocol + ".";
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty("mail.transport.protocol.rfc822", protocol);
        properties.setProperty(prefix + "host", uri.getHost());
        if (uri.getPort() > 0) {
            properties.setProperty(prefix + "port", Integer.toString(uri.getPort()));
        }
        properties.setProperty(prefix + "auth", Boolean.toString(user.isPresent()));
        properties.setProperty(prefix + "starttls.enable", "true");
        properties.setProperty(prefix + "starttls.required", Boolean.toString(!THIS_HOST.contains(uri.getHost())));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "connectiontimeout", PATIENCE_MILLISECONDS);
        properties.setProperty(prefix + "timeout", PATIENCE_MILLISECONDS);
        properties.setProperty(prefix + "writetimeout", PATIENCE_MILLISECONDS);
        return Session.getInstance(properties, new Account());
    }

    private final class Account extends Authenticator {
        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return user.map(name -> new PasswordAuthentication(name, password.orElse("")))
                    .orElse(null);
        }
    }
}
