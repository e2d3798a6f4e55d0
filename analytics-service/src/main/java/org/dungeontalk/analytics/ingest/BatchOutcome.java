package org.dungeontalk.analytics.ingest;

/**
 * What became of records, each of which is in exactly one of the four numbers.
 *
 * @param counted messages added to the activity
 * @param skipped records read again that were counted, or given up, before
 * @param duplicate messages whose id was counted before in their room
 * @param deadLettered records that can't be counted
 */
record BatchOutcome(long counted, long skipped, long duplicate, long deadLettered) {}
