package io.counterfoil.liberty.tls;

import io.counterfoil.liberty.terminal.CannotStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Makes the certificate that a server shows until its operator gives it a better one. */
final class SelfSigned {

    private static final Duration REPLACED_BEFORE_EXPIRY = Duration.ofDays(30);

    private final Path directory;
    private final String host;
    private final InstantSource clock;

    SelfSigned(Path directory, String host, InstantSource clock) {
        this.directory = directory;
        this.host = host;
        this.clock = clock;
    }

    ServerKey key() {
        try {
            Optional<ServerKey> existing = existing();
            return existing.isPresent() ? existing.get() : make();
        } catch (IOException | GeneralSecurityException failed) {
            throw new CannotStart(
                    "no TLS key could be made in %s: %s".formatted(directory, failed.getMessage()), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while making the TLS key", interrupted);
        }
    }

    private Optional<ServerKey> existing() throws IOException, GeneralSecurityException {
        if (!Files.exists(keyStore()) || !Files.exists(passwordFile())) {
            return Optional.empty();
        }
        ServerKey key =
                ServerKey.open(keyStore(), Files.readString(passwordFile()).strip());
        Instant end = key.certificate().getNotAfter().toInstant();
        if (end.isBefore(clock.instant().plus(REPLACED_BEFORE_EXPIRY)) || !isFor(key.certificate())) {
            return Optional.empty();
        }
        return Optional.of(key);
    }

    private boolean isFor(X509Certificate certificate) throws CertificateParsingException, UnknownHostException {
        // a certificate says an IPv6 address in full
        String name = host.contains(":") ? InetAddress.getByName(host).getHostAddress() : host;
        Collection<List<?>> names = Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of());
        return isEverywhere() || names.stream().anyMatch(one -> one.get(1).equals(name));
    }

    private ServerKey make() throws IOException, GeneralSecurityException, InterruptedException {
        Files.createDirectories(directory);
        String password = password();
        Path fresh = directory.resolve("keystore.new");
        Files.deleteIfExists(fresh);
        run(
                List.of(
                        keytool(),
                        "-genkeypair",
                        "-alias",
                        "counterfoil",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=Counterfoil (self-signed)",
                        "-ext",
                        "SAN=" + names(),
                        "-ext",
                        "EKU=serverAuth",
                        "-ext",
                        "KU=digitalSignature",
                        "-validity",
                        "825",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        fresh.toString(),
                        "-storepass:env",
                        "KEYSTORE_PASSWORD"),
                password);
        Files.move(fresh, keyStore(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return ServerKey.open(keyStore(), password);
    }

    /** The JDK has no public API that makes certificates; its keytool does. */
    private static String keytool() {
        return Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    }

    private static void run(List<String> command, String password) throws IOException, InterruptedException {
        ProcessBuilder keytool = new ProcessBuilder(command).redirectErrorStream(true);
        keytool.environment().put("KEYSTORE_PASSWORD", password);
        keytool.environment()
                .keySet()
                .removeIf(name -> name.startsWith("COUNTERFOIL_") || name.endsWith("JAVA_OPTIONS"));
        Process process = keytool.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output.strip());
        }
    }

    private String names() {
        String always = "dns:localhost,ip:127.0.0.1,ip:::1";
        if (isEverywhere() || host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1")) {
            return always;
        }
        boolean address = host.contains(":") || host.matches("[0-9.]+");
        return always + (address ? ",ip:" : ",dns:") + host;
    }

    private boolean isEverywhere() {
        return List.of("*", "0.0.0.0", "::", "[::]").contains(host);
    }

    /** One for every key store that is ever made here: so that each moment's file opens with it, whatever is killed when. */
    private String password() throws IOException {
        if (Files.notExists(passwordFile())) {
            byte[] bytes = new byte[24];
            new SecureRandom().nextBytes(bytes);
            Path fresh = Files.writeString(
                    directory.resolve("keystore.password.new"),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            Files.move(fresh, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(passwordFile()).strip();
    }

    private Path keyStore() {
        return directory.resolve("keystore.p12");
    }

    private Path passwordFile() {
        return directory.resolve("keystore.password");
    }
}
