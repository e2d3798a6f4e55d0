package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.dungeontalk.local.stack.Stack;

/**
 * Writes corrupt records to every topic that a service reads: in the log to rooms in which others
 * talk, and to a room of its own. Blocks.
 */
final class CorruptTopics implements AutoCloseable {

    /** The room whose members get what a gateway does not look into. */
    static final String ROOM = "corrupt";

    private static final String LOG = "game-messages";
    private static final String PLAYER = "player-0";
    private static final long LIMIT_SECONDS = 30;

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> written = new ArrayList<>();

    CorruptTopics(Stack stack) {
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", stack.kafka().bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /**
     * How many records a service may not use.
     *
     * @param undelivered of the log: those that a gateway delivers to nobody
     * @param delivered of the log: the others
     * @param ofPlayers in each of the topics whose keys are players
     */
    record Numbers(int undelivered, int delivered, int presence, int ofPlayers) {

        Numbers and(Numbers more) {
            return new Numbers(
                    undelivered + more.undelivered,
                    delivered + more.delivered,
                    presence + more.presence,
                    ofPlayers + more.ofPlayers);
        }

        int log() {
            return undelivered + delivered;
        }
    }

    /**
     * Writes all kinds of corrupt records once to each topic, and returns when the brokers have
     * them.
     *
     * @param room where others talk
     */
    Numbers write(String room) throws InterruptedException, ExecutionException, TimeoutException {
        List<CorruptRecord> undelivered = CorruptRecord.undeliverable(room);
        List<CorruptRecord> delivered = CorruptRecord.deliverable(ROOM, room);
        List<CorruptRecord> presence = CorruptRecord.presence(room);
        List<CorruptRecord> ofPlayers = CorruptRecord.ofPlayers(PLAYER);
        write(undelivered, LOG, partition(room));
        write(delivered, LOG, partition(ROOM));
        write(presence, "presence", 0);
        for (String topic : List.of("moderation", "revocations", "erasures")) {
            write(ofPlayers, topic, 0);
        }
        for (Future<RecordMetadata> record : written) {
            record.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        written.clear();
        return new Numbers(undelivered.size(), delivered.size(), presence.size(), ofPlayers.size());
    }

    private void write(List<CorruptRecord> records, String topic, int partition) {
        records.forEach(record -> written.add(producer.send(record.to(topic, partition))));
    }

    private int partition(String room) {
        int partitions = producer.partitionsFor(LOG).size();
        return Utils.toPositive(Utils.murmur2(room.getBytes(UTF_8))) % partitions;
    }

    @Override
    public void close() {
        producer.close();
    }
}
