package org.dungeontalk.persistence.replay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * How far a replay is; what operators are answered.
 *
 * @param asked from where, as the operator said it
 * @param state RUNNING or DONE
 * @param records how many there are to read
 * @param done how many of them are read
 * @param stored became a row again
 * @param duplicate were there
 * @param refused can't be stored; they went to the dead letters when they were read first
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
     * One partition of it.
     *
     * @param next everything before it is done
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
