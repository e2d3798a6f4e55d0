package org.dungeontalk.persistence.ingest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Makes the polling thread wait for {@link ReadAhead}. Created by Kafka's client. */
@RegisterForReflection
public final class ReadAheadInterceptor implements ConsumerInterceptor<byte[], byte[]> {

    private final ReadAhead readAhead = CDI.current().select(ReadAhead.class).get();

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        if (!records.isEmpty()) {
            long bytes = 0;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                bytes += PendingRecord.weight(record);
            }
            readAhead.handOver(bytes);
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Not of interest.
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Has no settings.
    }
}
