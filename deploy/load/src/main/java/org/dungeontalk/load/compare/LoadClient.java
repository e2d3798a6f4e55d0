package org.dungeontalk.load.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dungeontalk.local.stack.StackFailed;

/**
 * The load client of the peers' folder. It speaks the peers' protocols too, so all servers are
 * measured by one program. Used by one thread; any thread may call {@link #close}.
 */
final class LoadClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BUILDING = Duration.ofMinutes(10);
    private static final Duration JOINING = Duration.ofMinutes(4);

    /** The client waits this long after the last delivery before it prints its result. */
    private static final Duration PRINTING = Duration.ofMillis(200);

    private final Path folder;
    private final Path run;
    private final int clients;
    private int runs;
    private volatile Script running;
    private volatile boolean closed;

    /**
     * @param folder of the peers
     * @param run for its logs
     * @param clients members in all
     */
    LoadClient(Path folder, Path run, int clients) {
        this.folder = folder;
        this.run = run;
        this.clients = clients;
    }

    /**
     * A load.
     *
     * @param rooms that the members are spread over
     * @param rate messages a second
     * @param lead seconds of the load before messages count
     * @param seconds that count
     */
    record Load(int rooms, double rate, int lead, int seconds) {}

    /**
     * What the client has measured.
     *
     * @param from when the first message that counts was due
     * @param to when the last one was due
     */
    record Counted(ClientRun run, Instant from, Instant to) {}

    /** Builds the client if it isn't built. Blocks. */
    void build() throws IOException, InterruptedException {
        if (Files.exists(jar())) {
            return;
        }
        Path log = run.resolve("build.log");
        String pom = folder.resolve("load/pom.xml").toString();
        Script build = begin(new Script(log, run.resolve("build.err")));
        int code;
        try {
            code = build.run(List.of("mvn", "-B", "-q", "-f", pom, "package"), Map.of(), BUILDING);
        } catch (IOException e) {
            throw new StackFailed("The load client is not built, and Maven is missing.", e);
        }
        if (code != 0 || !Files.exists(jar())) {
            throw new StackFailed(
                    "The load client in %s could not be built. See %s".formatted(folder, log));
        }
    }

    /**
     * Puts load on a server. Blocks until the last delivery. Each run has rooms of its own, so what
     * a server still delivers of an earlier run does not count in this one.
     *
     * @param server its arguments, see {@link ComparedServer#start}
     * @throws StackFailed if it could not measure
     */
    Counted run(String server, Load load) throws IOException, InterruptedException {
        List<String> call =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-XX:+UseSerialGC",
                                "-jar",
                                jar().toString()));
        call.addAll(List.of(server.trim().split("\\s+")));
        call.addAll(
                List.of(
                        "--room-prefix", "run-" + ++runs + "-",
                        "--clients", Integer.toString(clients),
                        "--rooms", Integer.toString(load.rooms()),
                        "--rate", Double.toString(load.rate()),
                        "--seconds", Integer.toString(load.seconds()),
                        "--warmup", Integer.toString(load.lead())));
        Path out = run.resolve("client.out");
        Script client = begin(new Script(out, run.resolve("client.err")));
        client.run(call, Map.of(), JOINING.plusSeconds(load.lead()).plusSeconds(load.seconds()));
        String said =
                client.printed().stream()
                        .filter(line -> line.startsWith("{"))
                        .reduce((first, second) -> second)
                        .orElseThrow(() -> nothing(client));
        JsonNode result = JSON.readTree(said);
        if (result.has("error")) {
            throw new StackFailed(
                    "The load client measured nothing: " + result.get("error").asText());
        }
        ClientRun measured = JSON.treeToValue(result, ClientRun.class);
        if (measured.deliveriesPerSecond() == 0) {
            throw new StackFailed("The load client got no delivery. See " + run);
        }
        Instant from = measured.from(Files.getLastModifiedTime(out).toInstant().minus(PRINTING));
        return new Counted(measured, from, from.plusSeconds(load.seconds()));
    }

    @Override
    public void close() {
        closed = true;
        Script last = running;
        if (last != null) {
            last.end();
        }
    }

    private Script begin(Script next) {
        running = next;
        if (closed) {
            next.end();
        }
        return next;
    }

    private static StackFailed nothing(Script client) {
        try {
            return new StackFailed("The load client measured nothing: " + client.lastError());
        } catch (IOException e) {
            return new StackFailed("The load client measured nothing.", e);
        }
    }

    private Path jar() {
        return folder.resolve("load/target/stomp-load-1.jar");
    }
}
