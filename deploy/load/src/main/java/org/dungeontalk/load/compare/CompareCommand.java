package org.dungeontalk.load.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares this backbone with other servers. */
@Command(
        name = "compare",
        description = {
            "Puts the same load on this backbone and on other servers, several times in turn, and"
                    + " prints the medians as one table.",
            "Starts and stops all of them itself. Nothing else should run on the machine."
        })
public final class CompareCommand implements Callable<Integer> {

    private static final String OWN = "ours";
    private static final String REFERENCE = "spring-redis";
    private static final int MOST_CLIENTS = 100_000;
    private static final double FASTEST = 1_000_000;
    private static final int MOST_SECONDS = 86_400;

    @Spec private CommandSpec spec;

    @Option(
            names = "--bench",
            paramLabel = "FOLDER",
            description = {
                "Required: the folder of the other servers.",
                "It has the script peers.sh, which starts and stops them, and in load the Maven"
                    + " project of the load client. deploy/load/README.md says what they must do."
            })
    private Path bench;

    @Option(
            names = "--servers",
            paramLabel = "A,B",
            split = ",",
            defaultValue = "ours,spring-redis,socketio",
            description =
                    "In this order: ours, or a name that peers.sh knows. Default:"
                            + " ${DEFAULT-VALUE}.")
    private List<String> servers;

    @Option(
            names = "--rates",
            paramLabel = "A,B",
            split = ",",
            defaultValue = "1000,2000",
            description = "Messages per second. Default: ${DEFAULT-VALUE}.")
    private List<Double> rates;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Members. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--rooms",
            paramLabel = "N",
            defaultValue = "100",
            description = "Rooms that they are spread over. Default: ${DEFAULT-VALUE}.")
    private int rooms;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each server has its turn. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "12",
            description = "How long messages count in a run. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "60",
            description =
                    "Seconds of 2,000 messages per second in rooms of ten after each start,"
                            + " whatever the rooms. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--brokers",
            paramLabel = "1|3",
            defaultValue = "1",
            description = "Brokers of our stack. Default: ${DEFAULT-VALUE}.")
    private int brokers;

    @Option(
            names = "--whole",
            description =
                    "Our persistence and analytics run too. A second table has the CPU time of each"
                            + " part of the stack.")
    private boolean whole;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        PeersFolder folder = new PeersFolder(bench.toAbsolutePath().normalize(), run("peers"));
        PeersFolder.Known known = folder.known();
        requireKnown(known.names());
        LoadClient client = new LoadClient(folder.path(), run("client"), clients);
        Comparison comparison =
                new Comparison(
                        new Comparison.Plan(
                                servers, rates, clients, rooms, rounds, seconds, warmUp),
                        client,
                        name -> server(name, folder, known),
                        REFERENCE,
                        System.err);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(comparison), "stop"));
        comparison.tryOut(servers.stream().distinct().filter(name -> !name.equals(OWN)).toList());
        client.build();
        try {
            comparison.run();
        } finally {
            System.out.print(comparison.result());
        }
        return 0;
    }

    private ComparedServer server(String name, PeersFolder folder, PeersFolder.Known known) {
        if (name.equals(OWN)) {
            return new OwnServer(run("stack"), brokers, whole, clients);
        }
        return known.kafka().contains(name)
                ? folder.peerWithKafka(name)
                : folder.peer(name, Map.of());
    }

    private static Path run(String part) {
        return DataOption.projectRoot().resolve("deploy/load/target/compare").resolve(part);
    }

    /** The command is stopped, or has ended: then all is closed already. */
    private static void end(Comparison comparison) {
        try {
            comparison.close();
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private void check() {
        Usage.require(
                spec,
                bench != null,
                "Name the folder of the other servers with --bench. It has peers.sh, which starts"
                        + " them, and in load the Maven project of the load client.");
        Usage.require(
                spec, clients >= 1 && clients <= MOST_CLIENTS, "--clients must be 1 to 100000.");
        Usage.require(spec, rounds >= 1, "--rounds must be 1 or more.");
        Usage.require(
                spec, seconds >= 1 && seconds <= MOST_SECONDS, "--seconds must be 1 to 86400.");
        Usage.require(
                spec,
                warmUp >= 0 && warmUp <= MOST_SECONDS,
                "--warm-up must be 0 to 86400 seconds.");
        Usage.require(spec, brokers == 1 || brokers == 3, "--brokers must be 1 or 3.");
        Usage.require(
                spec,
                rooms >= 1 && rooms <= clients,
                "--rooms is %d, and must be 1 to the number of clients, %d."
                        .formatted(rooms, clients));
        Usage.require(
                spec,
                rates.stream().allMatch(rate -> rate >= 1 && rate <= FASTEST),
                "--rates must be 1 to 1000000 messages a second.");
    }

    private void requireKnown(List<String> names) {
        for (String name : servers) {
            Usage.require(
                    spec,
                    name.equals(OWN) || names.contains(name),
                    "There is no server %s. Known: %s, %s"
                            .formatted(name, OWN, String.join(", ", names)));
        }
    }
}
