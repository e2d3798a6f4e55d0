package org.dungeontalk.persistence.consumer;

/**
 * What lies behind the committed offset of a partition.
 *
 * @param from the committed offset
 * @param to the log's end
 */
record Rest(int partition, long from, long to) {

    long offsets() {
        return Math.max(0, to - from);
    }
}
