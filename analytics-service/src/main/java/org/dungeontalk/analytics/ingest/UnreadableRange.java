package org.dungeontalk.analytics.ingest;

/**
 * A range of a partition that can't be read.
 *
 * @param from its first offset
 * @param to the first offset that can be read again
 * @param reason a sentence for the dead letter
 */
record UnreadableRange(long from, long to, String reason) {}
