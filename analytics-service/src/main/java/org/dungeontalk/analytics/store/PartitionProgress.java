package org.dungeontalk.analytics.store;

/**
 * The progress of a partition.
 *
 * @param nextOffset the first record whose effects are not written
 * @param stateOffset the first record that the snapshot has not seen
 * @param snapshot null if there is none: the state is rebuilt from the log's beginning
 */
public record PartitionProgress(long nextOffset, long stateOffset, byte[] snapshot) {}
