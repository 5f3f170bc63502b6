package io.counterfoil.liberty.webhooks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.counterfoil.liberty.webhooks.Receiver.Letter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The snippet for Node, run with the packages that receivers install. */
final class NodeLibraries {

    private static final String STANDARD = "standardwebhooks";

    private final Path directory;

    /** Installs them; a test that can't is skipped and says why. */
    NodeLibraries(Path directory) throws InterruptedException {
        this.directory = directory;
        assumeTrue(
                Snippet.works(new ProcessBuilder("node", "--version"), 10),
                "Node is not there, its packages are not tried");
        ProcessBuilder npm = new ProcessBuilder(
                "npm", "install", "--no-audit", "--no-fund", "--silent", STANDARD + "@1.0.0", "svix@1.99.1");
        assumeTrue(
                Snippet.works(npm.directory(directory.toFile()), 60),
                "npm can't install the packages here, they are not tried");
    }

    /** The id of the event that a package takes from a delivery; empty where it refuses. */
    String verified(String library, String secret, Letter letter, String body) throws IOException {
        Path script = Files.writeString(
                directory.resolve("call.mjs"),
                """
                        const rawBody = process.env.BODY;
                        const req = { headers: JSON.parse(process.env.HEADERS) };
                        """ + Snippet.in("js").replace(STANDARD, library) + "console.log(event.id);\n");
        return Snippet.said(
                new ProcessBuilder("node", script.toString()).directory(directory.toFile()), secret, letter, body);
    }
}
