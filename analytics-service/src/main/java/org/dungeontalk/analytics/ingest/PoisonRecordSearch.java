package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.decode.Decoded.Poison;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.ingest.AssignedPartition.Checkpoint;
import org.jboss.logging.Logger;

/**
 * Counts the records of a partition with a record that can't be counted. It bisects them, each part
 * in its own transaction, and dead-letters that record. Used on the reading thread.
 */
@ApplicationScoped
public class PoisonRecordSearch {

    private static final Logger LOG = Logger.getLogger(PoisonRecordSearch.class);

    private final BatchProcessor processor;
    private final DetectorFactory detectors;
    private final Clock clock;

    PoisonRecordSearch(BatchProcessor processor, DetectorFactory detectors, Clock clock) {
        this.processor = processor;
        this.detectors = detectors;
        this.clock = clock;
    }

    /**
     * Counts all records except those that can't be counted.
     *
     * @param mine a partition whose seen effects are all written
     */
    void count(String epoch, AssignedPartition mine, List<IncomingRecord> records, Waiter waiter) {
        if (records.isEmpty()) {
            return;
        }
        Checkpoint checkpoint = mine.checkpoint();
        try {
            countAtOnce(epoch, mine, records, waiter);
        } catch (PoisonRecordException e) {
            mine.restore(checkpoint, detectors.partition(epoch, mine.number()));
            int half = records.size() / 2;
            if (half > 0) {
                count(epoch, mine, records.subList(0, half), waiter);
                count(epoch, mine, records.subList(half, records.size()), waiter);
            } else {
                IncomingRecord record = records.get(0);
                LOG.warnf(
                        "Partition %d: the record at offset %d can't be counted and is"
                                + " dead-lettered: %s",
                        mine.number(), record.offset(), e.getMessage());
                countAtOnce(epoch, mine, List.of(record.as(new Poison(e.getMessage()))), waiter);
            }
        }
    }

    private void countAtOnce(
            String epoch, AssignedPartition mine, List<IncomingRecord> records, Waiter waiter) {
        Batch batch = new Batch(clock.instant());
        processor.process(epoch, Map.of(mine, records), batch, waiter);
        processor.write(epoch, batch, waiter);
    }
}
