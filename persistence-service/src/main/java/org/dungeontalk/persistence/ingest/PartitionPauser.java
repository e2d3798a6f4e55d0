package org.dungeontalk.persistence.ingest;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Pauses partitions of the group's consumer, and resumes only those that it has paused itself. May
 * be called on any thread. It pauses some milliseconds later on the polling thread, so one or two
 * polls may still return records.
 */
@ApplicationScoped
public class PartitionPauser {

    private static final Logger LOG = Logger.getLogger(PartitionPauser.class);
    private static final String CHANNEL = "game-messages";

    /** Confined to the polling thread. */
    private final Set<TopicPartition> paused = new HashSet<>();

    private final KafkaClientService clients;

    PartitionPauser(KafkaClientService clients) {
        this.clients = clients;
    }

    void set(InFlightBytes.Paused wanted) {
        clients.getConsumer(CHANNEL)
                .runOnPollingThread(
                        it -> {
                            set(it, wanted);
                        })
                .subscribe()
                .with(nothing -> {}, failure -> LOG.debugf("Pausing failed: %s", failure));
    }

    private void set(Consumer<?, ?> consumer, InFlightBytes.Paused wanted) {
        Set<TopicPartition> assigned = consumer.assignment();
        Set<TopicPartition> now = new HashSet<>(assigned);
        now.removeIf(it -> !wanted.all() && !wanted.held().contains(it.partition()));
        consumer.pause(now);
        paused.removeAll(now);
        paused.retainAll(assigned);
        consumer.resume(paused);
        paused.clear();
        paused.addAll(now);
    }
}
