package io.counterfoil.liberty.boot;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the launcher in a class loader of its own. Liberty lets every application see the JVM's class path, before its own
 * jars; so there must be nothing on it that an application could take for its own.
 */
public final class Boot {

    private Boot() {}

    // The jars are this distribution's own, beside this class.
    @SuppressWarnings("BanClassLoader")
    public static void main(String... arguments) throws IOException, ReflectiveOperationException {
        List<URL> jars = new ArrayList<>();
        try (var files =
                Files.newDirectoryStream(Path.of(System.getProperty("counterfoil.distribution"), "lib"), "*.jar")) {
            for (Path file : files) {
                jars.add(file.toUri().toURL());
            }
        }
        // Open for as long as the process lives.
        ClassLoader launcher =
                new URLClassLoader("launcher", jars.toArray(URL[]::new), ClassLoader.getSystemClassLoader());
        launcher.loadClass("io.counterfoil.liberty.launcher.Main")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }
}
