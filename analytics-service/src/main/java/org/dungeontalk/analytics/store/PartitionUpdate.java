package org.dungeontalk.analytics.store;

import org.dungeontalk.analytics.partition.Effects;

/**
 * A step of a partition's progress.
 *
 * @param from the progress required before
 * @param to the progress afterwards
 * @param counted messages counted in between
 * @param snapshot the state at {@code to}; null keeps the older snapshot
 */
public record PartitionUpdate(
        int partition, long from, long to, int counted, Effects effects, byte[] snapshot) {}
