package org.dungeontalk.analytics.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;
import org.dungeontalk.analytics.trace.MessageTrace;

/**
 * What the records of one or several polls add, until it is written in one transaction. While there
 * is little to read every poll is written by itself and at once; with a backlog larger transactions
 * make fewer rows of the same messages. On the reading thread.
 */
final class Batch {

    /** Records of a transaction, about: at so many it is written, whatever waits. */
    private static final int MOST_RECORDS = 30_000;

    private static final long OLDEST_MILLIS = 500;

    /** With fewer records ahead nobody waits for more. */
    private static final int BACKLOG = 10_000;

    /**
     * A record that can't be counted, and why.
     *
     * @param records how many it stands for: where the log can't be read, one stands for all
     */
    record DeadLetter(ConsumerRecord<byte[], byte[]> source, String reason, long records) {}

    private final Set<AssignedPartition> touched = new LinkedHashSet<>();
    private final List<DeadLetter> deadLetterRecords = new ArrayList<>();
    private final List<RaidMessage> raidMessages = new ArrayList<>();
    private final List<MessageTrace> traces = new ArrayList<>();
    private final Instant began;
    private long records;
    private int duplicates;

    /** Nothing yet. */
    Batch(Instant began) {
        this.began = began;
    }

    /** When its first poll came. */
    Instant began() {
        return began;
    }

    /** A poll came. */
    void polled(long more) {
        records += more;
    }

    /** A partition's state sees records; what they add is with it. */
    void touch(AssignedPartition partition) {
        touched.add(partition);
    }

    /** Somebody else is going to read what this partition's records add. */
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
     * Whether it is to be written now.
     *
     * @param polled what the last poll brought
     * @param backlog records that are known to be in the log and are not read yet
     */
    boolean isDue(int polled, LongSupplier backlog, Instant now) {
        return !isEmpty()
                && (polled == 0
                        || records >= MOST_RECORDS
                        || now.toEpochMilli() - began.toEpochMilli() >= OLDEST_MILLIS
                        || backlog.getAsLong() < BACKLOG);
    }

    /** What became of its records if all of it is written. */
    BatchOutcome written() {
        long counted = touched.stream().mapToLong(AssignedPartition::counted).sum();
        long given = deadLetterRecords.stream().mapToLong(DeadLetter::records).sum();
        return new BatchOutcome(counted, records - counted - duplicates - given, duplicates, given);
    }

    /** What became of them if nothing is. */
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
