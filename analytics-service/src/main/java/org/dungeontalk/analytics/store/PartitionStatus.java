package org.dungeontalk.analytics.store;

/**
 * How a partition looks to its reader.
 *
 * @param lag records between the progress and the end
 * @param completeUntil up to this time, in milliseconds, everything in the partition is counted
 */
public record PartitionStatus(int partition, long nextOffset, long lag, long completeUntil) {}
