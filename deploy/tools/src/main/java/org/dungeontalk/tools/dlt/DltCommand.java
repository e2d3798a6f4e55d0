package org.dungeontalk.tools.dlt;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists and shows dead letters of a consumer, and sends them back. */
@Command(
        name = "dlt",
        description = "Lists the dead letters of a consumer, shows one, or sends one back.",
        subcommands = {ListCommand.class, ShowCommand.class, SendCommand.class})
public final class DltCommand implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "A command is needed: list, show or send.");
    }
}
