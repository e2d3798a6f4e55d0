package org.dungeontalk.analytics.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;
import org.dungeontalk.analytics.trace.MessageTrace;

/**
 * Effects of the records of one or more polls, until one transaction writes them. With little to
 * read, each poll is written alone and at once. With a backlog, larger transactions make fewer rows
 * from the same messages. Used on the reading thread.
 */
final class Batch {

    /**
     * Approximate limit of records in a transaction. A batch of this size is written in any case.
     */
    private static final int MOST_RECORDS = 30_000;

    private static final long OLDEST_MILLIS = 500;

    /** With fewer unread records than this, a batch does not wait for more. */
    private static final int BACKLOG = 10_000;

    private final Set<AssignedPartition> touched = new LinkedHashSet<>();
    private final List<DeadLetter> deadLetterRecords = new ArrayList<>();
    private final List<RaidMessage> raidMessages = new ArrayList<>();
    private final List<MessageTrace> traces = new ArrayList<>();
    private final Instant began;
    private long records;
    private int duplicates;

    /** An empty batch. */
    Batch(Instant began) {
        this.began = began;
    }

    /** When the first poll arrived. */
    Instant began() {
        return began;
    }

    /** Adds a poll. */
    void polled(long more) {
        records += more;
    }

    /** The state of this partition sees records, so its effects belong to this batch. */
    void touch(AssignedPartition partition) {
        touched.add(partition);
    }

    /** Drops the effects of this partition, because another instance will read its records. */
    void discard(AssignedPartition partition) {
        touched.remove(partition);
    }

    void duplicate() {
        duplicates++;
    }

    boolean isEmpty() {
        return records == 0;
    }

    /**
     * Whether to write the batch now.
     *
     * @param polled number of records in the last poll
     * @param backlog number of records that are known to be in the log and are not yet read
     */
    boolean isDue(int polled, LongSupplier backlog, Instant now) {
        return !isEmpty()
                && (polled == 0
                        || records >= MOST_RECORDS
                        || now.toEpochMilli() - began.toEpochMilli() >= OLDEST_MILLIS
                        || backlog.getAsLong() < BACKLOG);
    }

    /** The outcome of its records if the whole batch is written. */
    BatchOutcome written() {
        long counted = touched.stream().mapToLong(AssignedPartition::counted).sum();
        long given = deadLetterRecords.stream().mapToLong(DeadLetter::records).sum();
        return new BatchOutcome(counted, records - counted - duplicates - given, duplicates, given);
    }

    /** The outcome of its records if nothing is written. */
    BatchOutcome dropped() {
        return new BatchOutcome(0, records, 0, 0);
    }

    long records() {
        return records;
    }

    Set<AssignedPartition> touched() {
        return touched;
    }

    List<DeadLetter> deadLetterRecords() {
        return deadLetterRecords;
    }

    List<RaidMessage> raidMessages() {
        return raidMessages;
    }

    List<MessageTrace> traces() {
        return traces;
    }
}
