package org.dungeontalk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.KafkaLayout;

/**
 * One broker for the tests of a JVM that need a Kafka one after the other. It ends with the JVM.
 *
 * <p>Quarkus loads this class anew for each test profile. So what has to be known of the broker is
 * in system properties.
 */
public final class SharedKafka {
    private static final String PREFIX = "shared.kafka.";
    private static final String DATA = PREFIX + "data";
    private static final String PORT = PREFIX + "port";
    private static final String CONTROLLER_PORT = PREFIX + "controller-port";
    private static final String PID = PREFIX + "pid";

    /** The same object in all class loaders. */
    private static final Object LOCK = PREFIX.intern();

    private SharedKafka() {}

    /**
     * Takes the broker that was given back last, or starts one in a directory of its own. Who takes
     * it has it alone.
     */
    public static KafkaCluster take() {
        synchronized (LOCK) {
            String known = System.clearProperty(DATA);
            if (known != null) {
                return running(Path.of(known));
            }
        }
        try {
            return KafkaCluster.start(Files.createTempDirectory(Path.of("target"), "kafka-"), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, without topics, records and consumer groups of earlier tests. */
    public static KafkaCluster takeEmpty() {
        KafkaCluster kafka = take();
        kafka.clear();
        return kafka;
    }

    private static KafkaCluster running(Path data) {
        KafkaLayout layout =
                new KafkaLayout(
                        data,
                        data,
                        List.of(Integer.getInteger(PORT)),
                        List.of(Integer.getInteger(CONTROLLER_PORT)));
        return KafkaCluster.running(layout, Long.getLong(PID));
    }

    /** Gives a broker back. One that does not run is forgotten. */
    public static void giveBack(KafkaCluster kafka) {
        synchronized (LOCK) {
            if (kafka.isRunning(0) && System.getProperty(DATA) == null) {
                KafkaLayout layout = kafka.layout();
                System.setProperty(PORT, layout.brokerPorts().get(0).toString());
                System.setProperty(CONTROLLER_PORT, layout.controllerPorts().get(0).toString());
                System.setProperty(PID, Long.toString(kafka.pid(0)));
                System.setProperty(DATA, layout.dataDir().toString());
            } else {
                kafka.close();
            }
        }
    }
}
