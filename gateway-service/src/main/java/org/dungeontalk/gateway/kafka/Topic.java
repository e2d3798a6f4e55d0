package org.dungeontalk.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;

/**
 * A topic as Kafka describes it.
 *
 * @param epoch the first 8 hex digits of the topic's id; differs after the topic was created again
 * @param partitions the number that rooms are spread over; the topic may have more
 */
public record Topic(String name, String epoch, int partitions) {

    /** The partition of a room. */
    public int partitionOf(String roomId) {
        return partition(roomId, partitions);
    }

    /** The partition of a room by Kafka's own hash of the key, so that any producer agrees. */
    public static int partition(String roomId, int partitions) {
        return Utils.toPositive(Utils.murmur2(roomId.getBytes(UTF_8))) % partitions;
    }

    /** The epoch of the topic with the id. */
    public static String epochOf(Uuid topicId) {
        return String.format("%08x", (int) (topicId.getMostSignificantBits() >>> 32));
    }
}
