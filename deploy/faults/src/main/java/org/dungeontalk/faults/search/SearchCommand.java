package org.dungeontalk.faults.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Searches for faults at random. */
@Command(
        name = "search",
        description = {
            "Starts a stack with three brokers and three gateways, and kills, stops and restarts"
                    + " its processes at random while players talk. Then checks what every player"
                    + " sent, was told and read.",
            "Prints each fault when it happens, and in the end the verdict and the seed. The same"
                    + " seed gives the same faults at the same times."
        },
        footer = {
            "",
            "What is checked: deploy/faults/README.md",
            "Exit code 0: nothing was found; 1: something was; 2: wrong usage."
        })
public final class SearchCommand implements Callable<Integer> {

    private static final int MOST_MINUTES = 60;
    private static final int GATEWAYS = 3;
    private static final int BROKERS = 3;
    private static final int MOST_SEED = 1_000_000;

    @Spec private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long faults happen, at most 60. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Repeats the faults of another run. Default: a random one.")
    private Long seed;

    @Option(
            names = "--in-turn",
            description =
                    "Instead of random faults one every ten seconds: of a broker, a gateway, a"
                            + " consumer and PostgreSQL in turn.")
    private boolean inTurn;

    @Option(
            names = "--only-stops",
            description =
                    "Processes are only stopped for a while, not killed: after eight minutes it is"
                            + " judged whether their memory grows.")
    private boolean onlyStops;

    @Option(
            names = "--players",
            paramLabel = "N",
            defaultValue = "300",
            description = "Players, each with one connection. Default: ${DEFAULT-VALUE}.")
    private int players;

    @Option(
            names = "--rooms",
            paramLabel = "N",
            defaultValue = "30",
            description = "Rooms that the players are spread over. Default: ${DEFAULT-VALUE}.")
    private int rooms;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Acts per second, all players together; most are messages. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() throws Exception {
        Usage.require(
                spec,
                minutes >= 1 && minutes <= MOST_MINUTES,
                "--minutes must be from 1 to %d.".formatted(MOST_MINUTES));
        Usage.require(spec, rooms >= 1, "--rooms must be at least 1.");
        Usage.require(spec, players >= rooms, "--players must be at least --rooms.");
        Usage.require(spec, rate >= 1, "--rate must be at least 1.");
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(MOST_SEED) : seed;
        Duration length = Duration.ofMinutes(minutes);
        Search.Size size = new Search.Size(players, rooms, rate);
        Search search =
                inTurn
                        ? Search.inTurn(chosen, length, size)
                        : Search.random(chosen, length, size, !onlyStops);
        System.out.println("seed " + chosen);
        return run(search, chosen) ? 0 : 1;
    }

    private static boolean run(Search search, long seed) throws Exception {
        Path data = Files.createTempDirectory("dungeontalk-search-");
        SearchReport report;
        try (Stack stack = WholeStack.start(data, GATEWAYS, BROKERS, false, Map.of())) {
            report = search.run(stack, System.out::println);
        }
        System.out.printf(
                "%s, seed %d: %s%n", report.isClean() ? "clean" : "FOUND", seed, report.text());
        if (report.isClean()) {
            delete(data);
        } else {
            System.out.println("Logs and data: " + data);
        }
        return report.isClean();
    }

    private static void delete(Path data) {
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Left behind: " + data);
        }
    }
}
