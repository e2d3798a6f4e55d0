package org.dungeontalk.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;

/**
 * A topic as Kafka describes it.
 *
 * @param epoch tells one life of the topic from the next: the first 8 hex digits of its id
 * @param partitions the number that rooms are spread over; the topic may have more
 */
public record Topic(String name, String epoch, int partitions) {

    /** The partition of a room. */
    public int partitionOf(String roomId) {
        return partition(roomId, partitions);
    }

    /** The partition of a room: Kafka's own hash of the key, so that any producer agrees. */
    public static int partition(String roomId, int partitions) {
        return Utils.toPositive(Utils.murmur2(roomId.getBytes(UTF_8))) % partitions;
    }

    /** The epoch of the topic with that id. */
    public static String epochOf(Uuid topicId) {
        return String.format("%08x", (int) (topicId.getMostSignificantBits() >>> 32));
    }
}
