package org.dungeontalk.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/**
 * What must be known of the topic before anybody can be served.
 *
 * @param epoch see {@link Cursor}
 * @param partitions the number that rooms are spread over; the topic may have more
 */
public record LogTopic(String name, String epoch, int partitions) {

    /** The partition of a room. */
    public int partitionOf(String roomId) {
        return partition(roomId, partitions);
    }

    /** The partition of a room: Kafka's own hash of the key, so that any producer agrees. */
    static int partition(String roomId, int partitions) {
        return Utils.toPositive(Utils.murmur2(roomId.getBytes(UTF_8))) % partitions;
    }

    public Cursor cursor(LogRecord message) {
        return new Cursor(epoch, message.partition(), message.offset());
    }
}
