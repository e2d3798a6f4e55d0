package org.dungeontalk.local;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.dungeontalk.local.down.DownCommand;
import org.dungeontalk.local.replay.ReplayCommand;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.token.TokenCommand;
import org.dungeontalk.local.up.RestartCommand;
import org.dungeontalk.local.up.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The entry point behind the scripts {@code deploy/local/up}, {@code down}, {@code restart}, {@code
 * token}, {@code replay}.
 */
@Command(
        name = "deploy/local/",
        description =
                "The DungeonTalk backbone on one machine: Kafka, PostgreSQL and the services.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            RestartCommand.class,
            TokenCommand.class,
            ReplayCommand.class
        })
public final class Local {

    private static final Logger ROOT = Logger.getLogger("");

    private Local() {}

    /**
     * Runs one command; the exit code is 0, or 1 when it failed, or 2 when it was called wrongly.
     */
    public static void main(String[] args) {
        ROOT.setLevel(Level.OFF);
        System.exit(
                new CommandLine(new Local())
                        .setExecutionExceptionHandler(
                                (e, line, result) -> {
                                    if (e instanceof StackFailed) {
                                        System.err.println(e.getMessage());
                                    } else {
                                        e.printStackTrace();
                                    }
                                    return 1;
                                })
                        .execute(args));
    }
}
