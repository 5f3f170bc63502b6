package io.counterfoil.liberty.webhooks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.counterfoil.liberty.webhooks.Receiver.Letter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The snippet for Python, run with the package that receivers install. */
final class PythonLibrary {

    private final Path directory;
    private final String python;

    /** Installs it; a test that can't is skipped and says why. */
    PythonLibrary(Path directory) throws InterruptedException {
        this.directory = directory;
        Path environment = directory.resolve("venv");
        this.python = environment.resolve("bin/python").toString();
        assumeTrue(
                Snippet.works(new ProcessBuilder("python3", "-m", "venv", environment.toString()), 60),
                "Python is not there, or makes no environments; its package is not tried");
        assumeTrue(
                Snippet.works(
                        new ProcessBuilder(
                                python, "-m", "pip", "install", "--quiet", "--retries", "0", "standardwebhooks==1.1.0"),
                        60),
                "pip can't install the package here, it is not tried");
    }

    /** The id of the event that it takes from a delivery; empty where it refuses. */
    String verified(String secret, Letter letter, String body) throws IOException {
        Path script =
                Files.writeString(directory.resolve("call.py"), """
                        import json, os
                        class request:
                            headers = json.loads(os.environ["HEADERS"])
                            get_data = lambda: os.environb[b"BODY"]
                        """ + Snippet.in("python") + "print(event[\"id\"])\n");
        return Snippet.said(new ProcessBuilder(python, script.toString()), secret, letter, body);
    }
}
