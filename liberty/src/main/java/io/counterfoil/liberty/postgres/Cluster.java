package io.counterfoil.liberty.postgres;

import io.counterfoil.liberty.terminal.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** The data directory: made once, with one role that can log in and one database, and configured anew at every start. */
final class Cluster {

    /** Of the binaries that the package carries. */
    static final String VERSION = "18.6";

    static final String ROLE = "counterfoil";

    private static final String MAJOR = VERSION.substring(0, VERSION.indexOf('.'));

    private final Path parent;
    private final Path logs;

    Cluster(Path parent, Path logs) {
        this.parent = parent;
        this.logs = logs;
    }

    Path data() {
        return parent.resolve("data");
    }

    /**
     * Makes the cluster if there is none. The superuser has no password and may not log in over the network: all that needs
     * it is done here, in single-user mode, before the cluster first starts.
     *
     * @throws CannotStart when the one that is there can't be used
     */
    void initialise(Binaries binaries) throws IOException, InterruptedException {
        if (Files.exists(data())) {
            checkVersion();
            return;
        }
        Path fresh = parent.resolve("data.new");
        Directories.delete(fresh);
        String password = randomPassword();
        Path passwordFile = parent.resolve("password");
        Files.writeString(passwordFile, password);
        binaries.run(
                Map.of(),
                "",
                "initdb",
                "--pgdata",
                fresh.toString(),
                "--username",
                "postgres",
                "--pwfile",
                passwordFile.toString(),
                "--auth",
                "scram-sha-256",
                "--encoding",
                "UTF8",
                "--locale",
                "C",
                "--locale-provider",
                "builtin",
                "--builtin-locale",
                "C.UTF-8",
                "--data-checksums");
        // With -j a statement ends at a semicolon and an empty line.
        binaries.run(
                Map.of(),
                """
                ALTER ROLE postgres PASSWORD NULL;

                CREATE ROLE counterfoil LOGIN PASSWORD '%s';

                CREATE DATABASE counterfoil OWNER counterfoil;

                """.formatted(password),
                "postgres",
                "--single",
                "-j",
                "-D",
                fresh.toString(),
                "-c",
                "exit_on_error=on",
                "postgres");
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    String password() throws IOException {
        return Files.readString(parent.resolve("password")).strip();
    }

    private void checkVersion() throws IOException {
        String found = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!found.equals(MAJOR)) {
            throw new CannotStart(
                    "the embedded database in %s was made by PostgreSQL %s; this program carries %s. See docs/operations.md, \"Upgrading\""
                            .formatted(data(), found, MAJOR));
        }
        if (!Files.exists(parent.resolve("password"))) {
            throw new CannotStart("the embedded database's password file is gone: " + parent.resolve("password"));
        }
    }

    /** Writes PostgreSQL's configuration. Nobody edits it: what an operator may choose is a setting of ours. */
    void configure(int port, int connections) throws IOException {
        Files.writeString(data().resolve("postgresql.conf"), """
            # Written by Counterfoil at every start.
            listen_addresses = '127.0.0.1'
            port = %s
            unix_socket_directories = ''
            max_connections = %s
            password_encryption = 'scram-sha-256'

            # A commit that was acknowledged is on the disk.
            fsync = on
            synchronous_commit = on
            full_page_writes = on

            shared_buffers = 256MB
            effective_cache_size = 1GB
            work_mem = 8MB
            maintenance_work_mem = 128MB
            wal_compression = on
            min_wal_size = 128MB
            max_wal_size = 2GB
            checkpoint_timeout = 15min
            random_page_cost = 1.1
            jit = off
            timezone = 'UTC'

            # One file a weekday. No statement and no value is ever logged: they may hold personal data.
            logging_collector = on
            log_directory = '%s'
            log_filename = 'postgresql-%%a.log'
            log_file_mode = 0600
            log_truncate_on_rotation = on
            log_rotation_age = 1d
            log_rotation_size = 0
            log_timezone = 'UTC'
            log_line_prefix = '%%m [%%p] '
            log_statement = 'none'
            log_min_duration_statement = -1
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            """.formatted(
                        port, connections, logs.toString().replace("'", "''")));
        Files.writeString(data().resolve("pg_hba.conf"), """
            # Written by Counterfoil at every start: one role, one database, from this machine, with its password.
            host counterfoil counterfoil 127.0.0.1/32 scram-sha-256
            """);
    }

    private static String randomPassword() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
