package org.dungeontalk.load.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.dungeontalk.embedded.DataDirectory;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.local.stack.StackFailed;

/**
 * A peer with a broker of its own, which has the settings and the topic of the local stack's
 * broker. The broker's CPU time counts as the peer's. The broker ends with this process, whatever
 * happens.
 */
final class KafkaPeer implements ComparedServer {

    private static final String TOPIC = "game-messages";
    private static final int PARTITIONS = 30;

    private final Path data;
    private final Function<String, PeerServer> start;
    private boolean closed;
    private KafkaCluster kafka;
    private PeerServer peer;

    /**
     * @param data of the broker; what it has is deleted at the start
     * @param start makes the peer that uses the broker at this address
     */
    KafkaPeer(Path data, Function<String, PeerServer> start) {
        this.data = data;
        this.start = start;
    }

    @Override
    public String start() throws IOException, InterruptedException {
        DataDirectory.delete(data);
        KafkaCluster broker = KafkaCluster.start(data, 1);
        if (!begin(broker)) {
            broker.close();
            throw new StackFailed("The comparison was stopped.");
        }
        broker.createTopic(TOPIC, PARTITIONS);
        return peer.start() + "," + broker.pid(0);
    }

    private synchronized boolean begin(KafkaCluster broker) {
        if (!closed) {
            kafka = broker;
            peer = start.apply(broker.bootstrapServers());
        }
        return !closed;
    }

    @Override
    public void requireAlive() throws IOException {
        if (!kafka.isRunning(0)) {
            throw new StackFailed(
                    "The peer's Kafka ended during the measurement. See %s"
                            .formatted(data.resolve("kafka-0.log")));
        }
        peer.requireAlive();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (kafka != null) {
            peer.close();
            kafka.close();
        }
    }
}
