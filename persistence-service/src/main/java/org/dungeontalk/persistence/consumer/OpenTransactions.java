package org.dungeontalk.persistence.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds transactions in the log that nobody ends: what was written after one begins is read by
 * nobody. A mirror's are short, so one counts when it has stood for longer than a limit. Not safe
 * for several threads.
 */
final class OpenTransactions {

    /**
     * @param from offset before which all is final
     */
    private record Standing(long from, Instant since) {}

    private final String topic;
    private final Duration limit;
    private Map<Integer, Standing> standing = Map.of();
    private long records;

    OpenTransactions(String topic, Duration limit) {
        this.topic = topic;
        this.limit = limit;
    }

    /**
     * @param stable per partition, the offset before which all is final
     * @param ends per partition, the end of all that was written
     * @return in words, which transaction has stood for too long; empty if none has
     */
    Optional<String> check(Map<Integer, Long> stable, Map<Integer, Long> ends, Instant now) {
        Map<Integer, Standing> found = new HashMap<>();
        records = 0;
        Optional<String> tooLong = Optional.empty();
        for (Map.Entry<Integer, Long> each : new TreeMap<>(stable).entrySet()) {
            long from = each.getValue();
            long behind = ends.getOrDefault(each.getKey(), from) - from;
            if (behind <= 0) {
                continue;
            }
            records += behind;
            Standing before = standing.get(each.getKey());
            Standing here =
                    before != null && before.from() == from ? before : new Standing(from, now);
            found.put(each.getKey(), here);
            if (Duration.between(here.since(), now).compareTo(limit) > 0 && tooLong.isEmpty()) {
                tooLong =
                        Optional.of(
                                "a transaction in %s-%d is open since offset %d"
                                        .formatted(topic, each.getKey(), from));
            }
        }
        standing = found;
        return tooLong;
    }

    /** Offsets that lay behind open transactions at the last look. */
    long records() {
        return records;
    }
}
