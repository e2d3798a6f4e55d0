package org.dungeontalk.faults;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs rows by name. */
@Command(
        name = "run",
        description =
                "Runs fault tests: each row starts a stack of its own and injects a fault. Prints"
                        + " one line of results for each row.",
        footer = {
            "",
            "What each row does and what it must show: deploy/faults/README.md",
            "Exit code 0: all rows passed; 1: a row failed; 2: wrong usage."
        })
final class RunCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "ROW",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private List<String> rows;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() throws Exception {
        for (String row : rows) {
            Usage.require(
                    spec,
                    Rows.names().contains(row),
                    "There is no row %s. Rows: %s."
                            .formatted(row, String.join(", ", Rows.names())));
        }
        return Rows.run(rows) ? 0 : 1;
    }

    /** The rows' names, for the help text. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Rows.names().iterator();
        }
    }
}
