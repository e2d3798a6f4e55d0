package org.dungeontalk.analytics.activity;

import java.util.Comparator;
import java.util.UUID;

/**
 * What makes two records the same message: its id, within a partition.
 *
 * <p>A retry has its room's key and therefore its partition. Comparing within the partition keeps
 * its numbers a function of its records alone, however the partitions are interleaved, and keeps
 * instances from waiting for each other.
 */
public record SeenId(int partition, UUID messageId) implements Comparable<SeenId> {

    private static final Comparator<SeenId> ORDER =
            Comparator.comparingInt(SeenId::partition).thenComparing(SeenId::messageId);

    @Override
    public int compareTo(SeenId other) {
        return ORDER.compare(this, other);
    }
}
