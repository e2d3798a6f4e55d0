package org.dungeontalk.persistence.ingest;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dungeontalk.persistence.PersistenceConfig;

/**
 * Looks whether a rest holds a record that consumers see, in no group and without committing
 * anything. Blocks for at most {@code dungeontalk.log.timeout}; if Kafka does not answer by then,
 * it says yes.
 */
@ApplicationScoped
class RestReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> kafka;
    private final PersistenceConfig.Log log;

    RestReader(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            PersistenceConfig config) {
        this.kafka = kafka;
        this.log = config.log();
    }

    boolean holdsRecords(Rest rest) {
        TopicPartition partition = new TopicPartition(log.topic(), rest.partition());
        long until = System.nanoTime() + log.timeout().toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, rest.from());
            while (consumer.position(partition, log.timeout()) < rest.to()) {
                if (!consumer.poll(POLL).isEmpty() || System.nanoTime() > until) {
                    return true;
                }
            }
            return false;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
