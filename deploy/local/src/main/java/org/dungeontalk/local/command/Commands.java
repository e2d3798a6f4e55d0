package org.dungeontalk.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.dungeontalk.local.stack.StackFailed;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The commands of one folder of the project. All have the same style: exit code 0 on success, 1 on
 * failure and 2 on wrong usage, and messages that name the command's script.
 *
 * @param folder the folder, such as {@code deploy/local}
 * @param all creates a command, by the path of its script in the folder
 */
public record Commands(String folder, Map<String, Supplier<Object>> all) {

    private static final Logger ROOT = Logger.getLogger("");

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the path of the command's script in the folder, then the command's own options
     */
    public void run(String[] args) {
        ROOT.setLevel(Level.OFF);
        if (args.length == 0 || !all.containsKey(args[0])) {
            String names = all.keySet().stream().sorted().collect(Collectors.joining(", "));
            System.err.println("A command is needed: " + names);
            System.exit(2);
            return;
        }
        System.exit(line(args[0]).execute(Arrays.copyOfRange(args, 1, args.length)));
    }

    /** The command whose script has this path in the folder. */
    public CommandLine line(String script) {
        CommandLine line = new CommandLine(all.get(script).get());
        line.setCommandName(folder + "/" + script);
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e));
        line.setParameterExceptionHandler((wrong, arguments) -> refused(wrong));
        return line;
    }

    /**
     * The whole help would push what is wrong off the screen; so it comes only if something is
     * missing.
     */
    private static int refused(ParameterException wrong) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        if (wrong instanceof MissingParameterException) {
            line.usage(err);
        } else {
            err.println("For help: " + line.getCommandSpec().qualifiedName() + " --help");
        }
        return line.getCommandSpec().exitCodeOnInvalidInput();
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
