package org.dungeontalk.analytics.store;

import org.dungeontalk.analytics.partition.Effects;

/**
 * A partition's step forward.
 *
 * @param from the progress as it must stand before
 * @param to the progress afterwards
 * @param counted messages counted on the way
 * @param snapshot the state at {@code to}, null: the older snapshot stays
 */
public record PartitionUpdate(
        int partition, long from, long to, int counted, Effects effects, byte[] snapshot) {}
