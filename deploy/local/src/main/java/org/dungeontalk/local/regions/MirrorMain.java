package org.dungeontalk.local.regions;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.mirror.MirrorMaker;
import org.apache.kafka.connect.mirror.SourceAndTarget;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;

/**
 * MirrorMaker 2 in a JVM of its own. MirrorMaker does not restart a failed task. Here the JVM then
 * halts, so that its parent can start it again: Kafka aborts the open transaction, and the mirror
 * continues at its last committed position. Before it starts, it waits for both logs without a
 * limit.
 *
 * <p>Arguments: the file with its settings, and a file that it creates when it mirrors in both
 * directions.
 */
public final class MirrorMain {

    private static final String CONNECTOR = "MirrorSourceConnector";
    private static final long LOOK_MILLIS = 500;
    private static final long ASK_SECONDS = 5;

    /** Exit code of a JVM that was halted because one direction failed. */
    static final int FAILED = 114;

    private MirrorMain() {}

    /**
     * @param args the settings file, the ready file
     */
    public static void main(String[] args) throws InterruptedException {
        try {
            Map<String, String> settings = read(Path.of(args[0]));
            List<String> regions = List.of(settings.get("clusters").split(","));
            for (String region : regions) {
                awaitLog(settings.get(region + ".bootstrap.servers"), settings.get("topics"));
            }
            MirrorMaker mirror = new MirrorMaker(settings);
            mirror.start();
            watch(mirror, regions, Path.of(args[1]));
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        read.stringPropertyNames().forEach(name -> settings.put(name, read.getProperty(name)));
        return settings;
    }

    /**
     * Waits for the topic, because MirrorMaker doesn't start without Kafka, and treats a missing
     * topic as an empty one.
     */
    private static void awaitLog(String bootstrap, String topic) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            while (true) {
                try {
                    admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(ASK_SECONDS, TimeUnit.SECONDS);
                    return;
                } catch (ExecutionException | TimeoutException e) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            }
        }
    }

    private static void watch(MirrorMaker mirror, List<String> regions, Path ready)
            throws IOException, InterruptedException {
        List<SourceAndTarget> ways =
                List.of(
                        new SourceAndTarget(regions.get(0), regions.get(1)),
                        new SourceAndTarget(regions.get(1), regions.get(0)));
        while (true) {
            List<String> states = ways.stream().flatMap(way -> states(mirror, way)).toList();
            if (states.contains("FAILED")) {
                throw new IllegalStateException("Mirroring between the regions failed: " + states);
            }
            if (states.stream().filter("RUNNING"::equals).count() == 2L * ways.size()
                    && !Files.exists(ready)) {
                Files.createFile(ready);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** The states of a direction's connector and of its task. */
    private static Stream<String> states(MirrorMaker mirror, SourceAndTarget way) {
        try {
            ConnectorStateInfo info = mirror.connectorStatus(way, CONNECTOR);
            return Stream.concat(
                    Stream.of(info.connector().state()),
                    info.tasks().stream().map(task -> task.state()));
        } catch (NotFoundException e) {
            return Stream.empty();
        }
    }
}
