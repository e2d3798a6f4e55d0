package org.dungeontalk.persistence.replay;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.dungeontalk.persistence.kafka.CurrentLog;
import org.dungeontalk.persistence.kafka.LogAdmin;
import org.dungeontalk.persistence.problem.Problem;

/**
 * Requests for replays. A replay ends at the offsets that the group has committed when it is
 * requested; the live stream reads what follows. Blocks nothing; fails while Kafka or PostgreSQL
 * does not answer.
 */
@ApplicationScoped
public class Replays {

    private final CurrentLog log;
    private final LogAdmin admin;
    private final ReplayTable table;

    Replays(CurrentLog log, LogAdmin admin, ReplayTable table) {
        this.log = log;
        this.admin = admin;
        this.table = table;
    }

    /**
     * Stores a replay; the running instances begin it within {@code dungeontalk.replay.look-every}.
     *
     * @param asked {@code from} as the operator wrote it
     * @return fails with {@link Problem} 400 if the topic has not all partitions of {@code from}
     */
    public Uni<ReplayProgress> request(ReplayFrom from, String asked, String by) {
        UUID id = UUID.randomUUID();
        return admin.describe()
                .map(Replays::partitions)
                .invoke(partitions -> judge(from, partitions))
                .chain(partitions -> ranges(from, partitions))
                .chain(
                        ranges ->
                                log.number()
                                        .chain(epoch -> table.insert(id, epoch, asked, by, ranges)))
                .chain(() -> table.find(id))
                .map(Optional::orElseThrow);
    }

    /**
     * The progress of a replay; empty if there is no such replay.
     *
     * @param id null for the newest
     */
    public Uni<Optional<ReplayProgress>> find(UUID id) {
        return table.find(id);
    }

    /** One question after the other: of several that fail at once, Mutiny logs all but one. */
    private Uni<List<OffsetRange>> ranges(ReplayFrom from, Collection<Integer> partitions) {
        return Uni.combine()
                .all()
                .unis(
                        asked(from, partitions),
                        admin.offsets(partitions, OffsetSpec.earliest()),
                        admin.committed())
                .usingConcurrencyOf(1)
                .with(OffsetRange::of);
    }

    private Uni<Map<Integer, Long>> asked(ReplayFrom from, Collection<Integer> partitions) {
        if (from instanceof ReplayFrom.Time time) {
            return admin.offsets(
                    partitions, OffsetSpec.forTimestamp(time.instant().toEpochMilli()));
        }
        return Uni.createFrom().item(((ReplayFrom.Offsets) from).byPartition());
    }

    private static void judge(ReplayFrom from, Collection<Integer> partitions) {
        if (from instanceof ReplayFrom.Offsets offsets
                && !partitions.containsAll(offsets.byPartition().keySet())) {
            throw Problem.badRequest(
                    "from has a partition that the topic does not have: it has 0 to "
                            + Collections.max(partitions)
                            + ".");
        }
    }

    private static List<Integer> partitions(TopicDescription topic) {
        return topic.partitions().stream().map(it -> it.partition()).toList();
    }
}
