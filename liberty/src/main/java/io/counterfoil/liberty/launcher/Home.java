package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.terminal.CannotStart;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** COUNTERFOIL_HOME: where each thing that the server writes has its place. All of it is readable by its owner only. */
record Home(Path directory) {

    Path lock() {
        return directory.resolve("lock");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path tls() {
        return directory.resolve("tls");
    }

    Path postgres() {
        return directory.resolve("postgres");
    }

    /** Liberty's user directory: its generated configuration, work area and output. */
    Path liberty() {
        return directory.resolve("liberty");
    }

    Path temporary() {
        return directory.resolve("tmp");
    }

    /**
     * Makes the directories that are missing.
     *
     * @throws CannotStart when that is not possible
     */
    void prepare() {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(logs());
            Files.createDirectories(temporary());
            if (!Files.isWritable(directory)) {
                throw new CannotStart("COUNTERFOIL_HOME can't be written: " + directory);
            }
        } catch (FileAlreadyExistsException notADirectory) {
            throw new CannotStart("COUNTERFOIL_HOME is not a directory: " + directory, notADirectory);
        } catch (IOException failed) {
            throw new CannotStart("COUNTERFOIL_HOME can't be used: " + failed.getMessage(), failed);
        }
    }
}
