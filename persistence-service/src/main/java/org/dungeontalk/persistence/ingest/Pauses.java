package org.dungeontalk.persistence.ingest;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Pauses partitions of the group's consumer and lets those go on that it has paused itself. May be
 * called on any thread; pauses some milliseconds later, on the polling thread, so that a poll or
 * two may come in between.
 */
@ApplicationScoped
public class Pauses {

    private static final Logger LOG = Logger.getLogger(Pauses.class);
    private static final String CHANNEL = "game-messages";

    /** Confined to the polling thread. */
    private final Set<TopicPartition> paused = new HashSet<>();

    private final KafkaClientService clients;

    Pauses(KafkaClientService clients) {
        this.clients = clients;
    }

    void set(InFlight.Paused wanted) {
        clients.getConsumer(CHANNEL)
                .runOnPollingThread(
                        it -> {
                            set(it, wanted);
                        })
                .subscribe()
                .with(nothing -> {}, failure -> LOG.debugf("Nothing paused: %s", failure));
    }

    private void set(Consumer<?, ?> consumer, InFlight.Paused wanted) {
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
