package org.dungeontalk.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

/** One partition of a {@link SimulatedKafka}. */
public final class SimulatedLog {
    private final String topic;
    private final int partition;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private int deleted;
    private long end;

    SimulatedLog(String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
    }

    /** Sets the offset of the next record; there must be none yet. */
    public void startAt(long offset) {
        end = offset;
    }

    /** Appends a record and returns its offset. */
    public long append(long timestamp, String key, byte[] value, Headers headers) {
        records.add(
                new ConsumerRecord<>(
                        topic,
                        partition,
                        end,
                        timestamp,
                        TimestampType.CREATE_TIME,
                        key.length(),
                        value.length,
                        key.getBytes(UTF_8),
                        value,
                        headers,
                        Optional.empty()));
        return end++;
    }

    /** Deletes the oldest record, as retention does. */
    public void deleteOldest() {
        deleted++;
    }

    /** All records, even those that were deleted. */
    public List<ConsumerRecord<byte[], byte[]>> all() {
        return records;
    }

    /** The records that are there. */
    List<ConsumerRecord<byte[], byte[]>> records() {
        return records.subList(deleted, records.size());
    }

    /** The offset of the first record that is there. */
    public long start() {
        return end - records().size();
    }

    /** The offset of the next record. */
    public long end() {
        return end;
    }

    /** At most so many records from the offset on. */
    List<ConsumerRecord<byte[], byte[]>> read(long from, int most) {
        int first = (int) (from - start());
        return List.copyOf(records().subList(first, (int) Math.min(end - start(), first + most)));
    }
}
