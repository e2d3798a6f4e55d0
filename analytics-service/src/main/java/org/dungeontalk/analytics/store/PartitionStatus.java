package org.dungeontalk.analytics.store;

/**
 * The status of a partition by its reader.
 *
 * @param lag records between the progress and the end
 * @param completeUntil everything in the partition up to this time is counted; in milliseconds
 */
public record PartitionStatus(int partition, long nextOffset, long lag, long completeUntil) {}
