package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Skips what the log can't provide: unreadable parts, whose positions are dead-lettered, and
 * offsets that it no longer has. Logs the first case and counts the others. Used on the reading
 * thread.
 */
@ApplicationScoped
public class LogGaps {

    private static final Logger LOG = Logger.getLogger(LogGaps.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final BatchProcessor processor;
    private final UnreadableSearch search;
    private boolean logged;

    LogGaps(BatchProcessor processor, UnreadableSearch search) {
        this.processor = processor;
        this.search = search;
    }

    /**
     * Skips the unreadable records at the positions of the partitions.
     *
     * @param failure of the poll
     * @return false if all positions can be read
     */
    boolean skipUnreadable(
            KafkaConsumer<byte[], byte[]> consumer,
            Assignment assignment,
            Batch batch,
            Throwable failure,
            Runnable alive) {
        assignment.seekBack();
        Map<TopicPartition, Long> positions = new HashMap<>();
        assignment.assigned().forEach((partition, mine) -> positions.put(partition, mine.next()));
        Map<TopicPartition, UnreadableRange> found = search.find(positions, failure, alive);
        found.forEach(
                (partition, gap) -> {
                    AssignedPartition mine = assignment.assigned().get(partition);
                    logOnce(partition, gap);
                    processor.skipUnreadable(mine, partition, gap, batch);
                    consumer.seek(partition, mine.next());
                });
        return !found.isEmpty();
    }

    private void logOnce(TopicPartition partition, UnreadableRange gap) {
        if (!logged) {
            logged = true;
            LOG.errorf(
                    "%s: %s. These offsets are skipped and dead-lettered", partition, gap.reason());
        }
    }

    /** Moves partitions outside of the log's range to its beginning or end. */
    void outOfRange(
            KafkaConsumer<byte[], byte[]> consumer,
            Assignment assignment,
            Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, LIMIT);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LIMIT);
        assignment.seekBack();
        for (TopicPartition partition : partitions) {
            AssignedPartition mine = assignment.assigned().get(partition);
            if (mine == null) {
                continue;
            }
            long begin = begins.get(partition);
            if (mine.next() < begin) {
                if (mine.isPending(begin - 1)) {
                    LOG.errorf(
                            "%s: records up to offset %d were deleted before they were counted;"
                                    + " they are skipped",
                            partition, begin - 1);
                }
                mine.advanceTo(begin - 1);
                consumer.seek(partition, begin);
            } else {
                LOG.errorf(
                        "%s: the log ends at offset %d, but records before offset %d were already"
                                + " counted; counting goes on at its end",
                        partition, ends.get(partition), mine.next());
                consumer.seekToEnd(List.of(partition));
            }
        }
    }
}
