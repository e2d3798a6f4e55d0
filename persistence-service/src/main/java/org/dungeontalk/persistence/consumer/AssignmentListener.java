package org.dungeontalk.persistence.consumer;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.persistence.ingest.ReadAhead;
import org.dungeontalk.persistence.kafka.CurrentLog;

/**
 * Keeps the partitions that are assigned to this instance. Each assignment makes {@link CurrentLog}
 * ask for the topic's id again, because a topic that was deleted and created again assigns its
 * partitions again. Called on the polling thread; may be read on any thread.
 */
@ApplicationScoped
@Identifier("log-assignment")
public class AssignmentListener implements KafkaConsumerRebalanceListener {

    private final CurrentLog log;
    private final StartOffsets beginnings;
    private final ReadAhead readAhead;
    private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();

    public AssignmentListener(CurrentLog log, StartOffsets beginnings, ReadAhead readAhead) {
        this.log = log;
        this.beginnings = beginnings;
        this.readAhead = readAhead;
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
        readAhead.revoked();
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
