package org.dungeontalk.load.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one benchmark of a service. */
@Command(
        name = "bench",
        separator = " ",
        description =
                "Runs a benchmark of one service against a Kafka and a PostgreSQL of its own.",
        footer = {
            "",
            "persistence: ingest    1,000,000 messages against COPY of the same rows by psql,",
            "                       which must be installed",
            "             light     10 messages a second: how long until each is stored",
            "             history   pages, searches and plans among 10,000,000 rows (6 GB,",
            "                       ten minutes)",
            "  -Dbench.messages=100000 -Dbench.runs=1 -Dbench.light=100 -Dbench.rows=1000000",
            "  -Dbench.pages=500",
            "analytics:   detection [FILE [SEED]]        false alerts, recall and precision",
            "             counting [MESSAGES [ALERTS]]   messages per CPU second",
            "             reading [MESSAGES ROUNDS]      nanoseconds of CPU for one message",
            "  -Drounds=5 -Drooms=2000 -Dchosen=true -Dladder=true",
            "The stack as a whole: deploy/load/replay --full-speed",
            "How to read the figures: docs/benchmarks-services.md"
        })
public final class BenchCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "Which benchmark; see below.")
    private String name;

    @Parameters(
            index = "1..*",
            paramLabel = "ARGUMENT",
            description = "Arguments of the benchmark; see below.")
    private List<String> arguments = List.of();

    @Option(
            names = "-D",
            paramLabel = "NAME=VALUE",
            description = "A setting of the benchmark, as a system property.")
    private Map<String, String> settings = Map.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() throws Exception {
        Benchmark benchmark = Benchmark.ALL.get(name);
        Usage.require(
                spec,
                benchmark != null,
                "There is no benchmark %s. Benchmarks: %s."
                        .formatted(name, String.join(", ", Benchmark.ALL.keySet())));
        Usage.require(
                spec,
                arguments.size() <= benchmark.arguments(),
                "%s takes %d arguments at most.".formatted(name, benchmark.arguments()));
        for (String argument : arguments) {
            Usage.require(
                    spec,
                    benchmark.accepts(argument),
                    "%s takes whole numbers from 1 to 999999999, and not \"%s\"."
                            .formatted(name, argument));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(BenchCommand::endChildren, "stop"));
        return benchmark.run(arguments, settings) ? 0 : 1;
    }

    /** Maven, Kafka and the others would go on if only this process were stopped. */
    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }
}
