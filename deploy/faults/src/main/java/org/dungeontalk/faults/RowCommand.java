package org.dungeontalk.faults;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one row: the command behind the link with the row's name. */
@Command(
        description = "Does harm to a stack of its own, and prints a line of what came of it.",
        footer = {
            "",
            "What the row does and what it is held to: deploy/faults/README.md",
            "Exit code 0: the row held; 1: it did not; 2: called wrongly."
        })
final class RowCommand implements Callable<Integer> {

    private final String row;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    RowCommand(String row) {
        this.row = row;
    }

    @Override
    public Integer call() throws Exception {
        return Rows.run(List.of(row)) ? 0 : 1;
    }
}
