package org.dungeontalk.persistence.consumer;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.persistence.kafka.CurrentLog;

/**
 * Knows which partitions this instance has, and has the log's identity asked for again whenever
 * partitions are assigned: a topic that was made anew hands out its partitions anew. Told on the
 * polling thread; may be asked on any.
 */
@ApplicationScoped
@Identifier("log-assignment")
public class LogAssignment implements KafkaConsumerRebalanceListener {

    private final CurrentLog log;
    private final LogBeginnings beginnings;
    private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();

    public LogAssignment(CurrentLog log, LogBeginnings beginnings) {
        this.log = log;
        this.beginnings = beginnings;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        assigned.forEach(it -> partitions.add(it.partition()));
        log.forget();
        beginnings.begin(consumer, assigned);
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        revoked.forEach(it -> partitions.remove(it.partition()));
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
        onPartitionsRevoked(consumer, lost);
    }

    /** The partitions that are this instance's now. */
    public Set<Integer> partitions() {
        return Set.copyOf(partitions);
    }
}
