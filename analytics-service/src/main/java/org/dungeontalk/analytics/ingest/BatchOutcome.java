package org.dungeontalk.analytics.ingest;

/**
 * The outcome of records. Each record is in exactly one of the four numbers.
 *
 * @param counted messages added to the activity
 * @param skipped records that were read again and had been counted or dead-lettered before
 * @param duplicate messages whose id was already counted in their room
 * @param deadLettered records that can't be counted
 */
record BatchOutcome(long counted, long skipped, long duplicate, long deadLettered) {}
