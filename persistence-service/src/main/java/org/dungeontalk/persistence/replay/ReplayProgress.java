package org.dungeontalk.persistence.replay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The progress of a replay, as operators get it.
 *
 * @param asked the field {@code from} of the request
 * @param state RUNNING or DONE
 * @param records number of records to read
 * @param done number of records that were read
 * @param stored records that became a row again
 * @param duplicate records whose message was stored before
 * @param refused records that cannot be stored; they were dead-lettered when first read
 */
@RegisterForReflection
public record ReplayProgress(
        UUID id,
        String asked,
        String requestedBy,
        Instant requestedAt,
        String state,
        long records,
        long done,
        long stored,
        long duplicate,
        long refused,
        List<Partition> partitions) {

    /**
     * The progress of one partition.
     *
     * @param next the next offset to read
     * @param worker the instance that reads it, or read it last; null before the first
     */
    @RegisterForReflection
    public record Partition(
            int partition,
            long from,
            long upto,
            long next,
            String worker,
            Instant finishedAt,
            long stored,
            long duplicate,
            long refused) {}

    static ReplayProgress of(
            UUID id,
            String asked,
            String requestedBy,
            Instant requestedAt,
            List<Partition> partitions) {
        boolean finished = partitions.stream().allMatch(it -> it.finishedAt() != null);
        return new ReplayProgress(
                id,
                asked,
                requestedBy,
                requestedAt,
                finished ? "DONE" : "RUNNING",
                partitions.stream().mapToLong(it -> it.upto() - it.from()).sum(),
                partitions.stream().mapToLong(it -> it.next() - it.from()).sum(),
                partitions.stream().mapToLong(Partition::stored).sum(),
                partitions.stream().mapToLong(Partition::duplicate).sum(),
                partitions.stream().mapToLong(Partition::refused).sum(),
                partitions);
    }
}
