package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.InvalidConfiguration;
import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.liberty.terminal.CannotStart;
import io.counterfoil.liberty.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What {@code ./counterfoil run}, {@code ./counterfoil log} and {@code ./counterfoil audit} run. */
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        // Liberty replaces System.out by its own log; what we tell the operator goes to the terminal itself.
        PrintStream terminal = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        if (arguments.length > 0) {
            System.exit(command(terminal::println, arguments));
        }
        System.setOut(new PrintStream(new WithoutBanner(System.out), true, StandardCharsets.UTF_8));
        Terminal console = line -> terminal.println(line);
        Shutdown shutdown = new Shutdown(console);
        shutdown.at("HUP", "INT", "TERM");
        try {
            new Counterfoil(ConfigurationSource.environment(), console, shutdown).run();
            shutdown.becauseOf(shutdown.hasBegun() ? 0 : 1);
        } catch (InvalidConfiguration | CannotStart refused) {
            console.say("Counterfoil can't start: " + refused.getMessage());
            shutdown.becauseOf(1);
        } catch (InterruptedException interrupted) {
            shutdown.becauseOf(1);
        }
    }

    private static int command(Terminal terminal, String... arguments) {
        try {
            ConfigurationSource source = ConfigurationSource.environment();
            String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
            return arguments[0].equals("audit")
                    ? new AuditCommand(source, terminal).run(rest)
                    : new LogCommand(source, terminal).run(rest);
        } catch (InvalidConfiguration | CannotStart | DatabaseFailure | LogRefused refused) {
            terminal.say("counterfoil: " + refused.getMessage());
            return 1;
        }
    }
}
