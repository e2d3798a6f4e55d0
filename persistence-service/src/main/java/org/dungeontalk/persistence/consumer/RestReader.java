package org.dungeontalk.persistence.consumer;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.kafka.LogConsumers;

/**
 * Looks whether a rest holds a record that consumers see, in no group and without committing
 * anything. Blocks for at most {@code dungeontalk.log.timeout}; if Kafka does not answer by then,
 * it says yes.
 */
@ApplicationScoped
class RestReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final LogConsumers consumers;
    private final PersistenceConfig.Log log;

    RestReader(LogConsumers consumers, PersistenceConfig config) {
        this.consumers = consumers;
        this.log = config.log();
    }

    boolean holdsRecords(Rest rest) {
        TopicPartition partition = new TopicPartition(log.topic(), rest.partition());
        long until = System.nanoTime() + log.timeout().toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = consumers.open(1)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, rest.from());
            while (consumer.position(partition, log.timeout()) < rest.to()) {
                if (!consumer.poll(POLL).isEmpty() || System.nanoTime() > until) {
                    return true;
                }
            }
            return false;
        } catch (KafkaException | LinkageError unreadable) {
            return true;
        }
    }
}
