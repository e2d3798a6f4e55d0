package org.dungeontalk.faults;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one row: the command behind the link with the row's name. */
@Command(
        description =
                "Starts a stack of its own, injects one fault, and prints the result in one line.",
        footer = {
            "",
            "What the row does and what it must show: deploy/faults/README.md",
            "Exit code 0: the row passed; 1: it failed; 2: wrong usage."
        })
final class RowCommand implements Callable<Integer> {

    private final String row;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    RowCommand(String row) {
        this.row = row;
    }

    @Override
    public Integer call() throws Exception {
        return Rows.run(List.of(row)) ? 0 : 1;
    }
}
