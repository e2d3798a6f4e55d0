package org.dungeontalk.load.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dungeontalk.local.stack.StackFailed;

/**
 * The folder of the peers: {@code peers.sh}, which starts them, and the load client.
 *
 * @param path the folder
 * @param run for logs and process ids
 */
record PeersFolder(Path path, Path run) {

    private static final Pattern NAMES = Pattern.compile("peers\\.sh start ([\\w|-]+)");
    private static final Pattern KAFKA = Pattern.compile("a Kafka at \\$KAFKA \\(([\\w, -]+)\\)");
    private static final Duration SAYING = Duration.ofSeconds(20);

    /** Starting a peer may include building it. */
    private static final Duration STARTING = Duration.ofMinutes(10);

    /**
     * What the script says about its peers.
     *
     * @param names of the peers that it can start
     * @param kafka of those, the ones that need a Kafka at {@code $KAFKA}
     */
    record Known(List<String> names, List<String> kafka) {}

    /**
     * The peers that the script can start, by its own usage message.
     *
     * @throws StackFailed if there is no script, or it does not name them
     */
    Known known() throws IOException, InterruptedException {
        Path script = path.resolve("peers.sh");
        if (!Files.isExecutable(script)) {
            throw new StackFailed(
                    "%s has no peers.sh that can be run, so it is no folder for --bench."
                            .formatted(path));
        }
        Script usage = new Script(run.resolve("usage.out"), run.resolve("usage.err"));
        usage.run(List.of(script.toString()), Map.of("BENCH_RUN", run.toString()), SAYING);
        return new Known(
                listed(usage, NAMES, "\\|")
                        .orElseThrow(() -> new StackFailed("%s names no peers.".formatted(script))),
                listed(usage, KAFKA, ", *").orElse(List.of()));
    }

    private static Optional<List<String>> listed(Script usage, Pattern pattern, String separator)
            throws IOException {
        return usage.printed().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(found -> List.of(found.group(1).split(separator)));
    }

    /**
     * A peer, not started yet.
     *
     * @param environment of the script
     */
    PeerServer peer(String name, Map<String, String> environment) {
        return new PeerServer(path, name, run, environment, STARTING);
    }

    /** A peer that needs a Kafka, together with a broker. Not started yet. */
    KafkaPeer peerWithKafka(String name) {
        return new KafkaPeer(run.resolve("kafka"), kafka -> peer(name, Map.of("KAFKA", kafka)));
    }
}
