package org.dungeontalk.gateway.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns records into messages and counts the results. Used by the log reader's thread; any thread
 * may read the counts.
 */
final class RecordFilter {
    private final RecentIds ids;
    private final int rooms;
    private final boolean traced;
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder repeated = new LongAdder();

    /**
     * @param rooms the number of partitions that rooms are spread over
     */
    RecordFilter(RecentIds ids, int rooms, boolean traced) {
        this.ids = ids;
        this.rooms = rooms;
        this.traced = traced;
    }

    /**
     * Decodes one partition's records; leaves out records of no room and retries.
     *
     * @param now milliseconds since 1970
     */
    List<LogRecord> messages(List<ConsumerRecord<byte[], byte[]>> read, long now) {
        List<LogRecord> messages = new ArrayList<>(read.size());
        for (ConsumerRecord<byte[], byte[]> record : read) {
            records.increment();
            bytes.add(Math.max(0, record.serializedValueSize()));
            Optional<LogRecord> message = RecordDecoder.decode(record, rooms, traced);
            if (message.isEmpty()) {
                skipped.increment();
            } else if (ids.first(message.get(), now)) {
                messages.add(message.get());
            } else {
                repeated.increment();
            }
        }
        return messages;
    }

    long records() {
        return records.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long skipped() {
        return skipped.sum();
    }

    long repeated() {
        return repeated.sum();
    }
}
