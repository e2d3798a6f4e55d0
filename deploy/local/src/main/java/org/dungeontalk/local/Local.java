package org.dungeontalk.local;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dungeontalk.local.dlt.DltCommand;
import org.dungeontalk.local.down.DownCommand;
import org.dungeontalk.local.ingress.IngressCommand;
import org.dungeontalk.local.regions.RegionsCommand;
import org.dungeontalk.local.replay.ReplayCommand;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.token.TokenCommand;
import org.dungeontalk.local.up.RestartCommand;
import org.dungeontalk.local.up.UpCommand;
import picocli.CommandLine;

/**
 * The entry point behind the scripts {@code deploy/local/up}, {@code down}, {@code restart}, {@code
 * token}, {@code replay}, {@code dlt}, {@code ingress/run}, {@code regions}.
 */
public final class Local {

    private static final Map<String, Supplier<Object>> COMMANDS =
            Map.of(
                    "up", UpCommand::new,
                    "down", DownCommand::new,
                    "ingress", IngressCommand::new,
                    "restart", RestartCommand::new,
                    "token", TokenCommand::new,
                    "replay", ReplayCommand::new,
                    "dlt", DltCommand::new,
                    "regions", RegionsCommand::new);

    private static final Logger ROOT = Logger.getLogger("");

    private Local() {}

    /**
     * Runs one command; the exit code is 0, or 1 when it failed, or 2 when it was called wrongly.
     *
     * @param args the command's name, then its own options
     */
    public static void main(String[] args) {
        ROOT.setLevel(Level.OFF);
        Supplier<Object> command = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (command == null) {
            System.err.println(
                    "A command is needed: up, down, restart, token, replay, dlt, ingress, regions");
            System.exit(2);
            return;
        }
        System.exit(line(command.get()).execute(Arrays.copyOfRange(args, 1, args.length)));
    }

    /** The command as its script is called. */
    static CommandLine line(Object command) {
        CommandLine line = new CommandLine(command);
        line.setCommandName("deploy/local/" + line.getCommandName());
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e));
        return line;
    }

    private static int failed(Exception e) {
        if (e instanceof StackFailed) {
            System.err.println(e.getMessage());
        } else if (e instanceof IOException) {
            System.err.println(e);
        } else {
            e.printStackTrace();
        }
        return 1;
    }
}
