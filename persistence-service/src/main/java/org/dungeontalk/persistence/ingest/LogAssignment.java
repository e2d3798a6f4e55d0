package org.dungeontalk.persistence.ingest;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Has the log's identity asked for again whenever partitions are assigned: a topic that was made
 * anew hands out its partitions anew. Called on the polling thread.
 */
@ApplicationScoped
@Identifier("log-assignment")
public class LogAssignment implements KafkaConsumerRebalanceListener {

    private final CurrentLog log;

    public LogAssignment(CurrentLog log) {
        this.log = log;
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        log.forget();
    }
}
