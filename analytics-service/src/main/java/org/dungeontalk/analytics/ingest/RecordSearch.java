package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.decode.Decoded.Poison;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.ingest.Assigned.Mark;
import org.jboss.logging.Logger;

/**
 * Counts a partition's records of which one can't be counted: by halves, each in a transaction of
 * its own, down to that record, which goes to the dead letters. On the reading thread.
 */
@ApplicationScoped
public class RecordSearch {

    private static final Logger LOG = Logger.getLogger(RecordSearch.class);

    private final Counting counting;
    private final DetectorFactory rules;
    private final Clock clock;

    RecordSearch(Counting counting, DetectorFactory rules, Clock clock) {
        this.counting = counting;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Counts all of them but those that can't be.
     *
     * @param mine of which everything that its state has seen is written
     */
    void count(String epoch, Assigned mine, List<Incoming> records, Waiter waiter) {
        if (records.isEmpty()) {
            return;
        }
        Mark mark = mine.mark();
        try {
            whole(epoch, mine, records, waiter);
        } catch (Uncountable e) {
            mine.back(mark, rules.partition(epoch, mine.number()));
            int half = records.size() / 2;
            if (half > 0) {
                count(epoch, mine, records.subList(0, half), waiter);
                count(epoch, mine, records.subList(half, records.size()), waiter);
            } else {
                Incoming record = records.get(0);
                LOG.warnf(
                        "Partition %d: the record at offset %d goes to the dead letters. %s",
                        mine.number(), record.offset(), e.getMessage());
                whole(epoch, mine, List.of(record.as(new Poison(e.getMessage()))), waiter);
            }
        }
    }

    private void whole(String epoch, Assigned mine, List<Incoming> records, Waiter waiter) {
        Harvest harvest = new Harvest(clock.instant());
        counting.observe(epoch, Map.of(mine, records), harvest, waiter);
        counting.write(epoch, harvest, waiter);
    }
}
