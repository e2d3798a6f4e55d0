package org.dungeontalk.persistence.consumer;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.dungeontalk.persistence.kafka.LogAdmin;
import org.jboss.logging.Logger;

/**
 * Notices that the topic was made anew or has got partitions, says so once, and has the group
 * divide the partitions anew: then each is read as what it is now ({@link StartOffsets}). While
 * Kafka does not answer, nothing counts as changed; {@link LagWatch} tells of that.
 */
@ApplicationScoped
class TopicWatch {

    private static final Logger LOG = Logger.getLogger(TopicWatch.class);
    private static final String CHANNEL = "game-messages";

    private final KafkaClientService clients;
    private final LogAdmin admin;
    private Uuid id;
    private int partitions;
    private boolean due;

    TopicWatch(KafkaClientService clients, LogAdmin admin) {
        this.clients = clients;
        this.admin = admin;
    }

    /** Never fails. */
    @Scheduled(
            every = "{dungeontalk.log.lag-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return admin.describe()
                .map(this::isDue)
                .chain(now -> now ? rejoin().invoke(this::rejoined) : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithNull();
    }

    /** Whether the group has yet to divide them anew: it is asked until it could be. */
    private synchronized boolean isDue(TopicDescription topic) {
        due |= isChanged(topic);
        return due;
    }

    private synchronized void rejoined() {
        due = false;
    }

    private boolean isChanged(TopicDescription topic) {
        Uuid idThen = id;
        int partitionsThen = partitions;
        id = topic.topicId();
        partitions = topic.partitions().size();
        if (idThen == null) {
            return false;
        }
        if (!idThen.equals(id)) {
            LOG.warnf("%s was made anew: it is read from its beginning", topic.name());
            return true;
        }
        if (partitionsThen != partitions) {
            LOG.warnf(
                    "%s has %d partitions and had %d: rooms may lie elsewhere from now on",
                    topic.name(), partitions, partitionsThen);
            return true;
        }
        return false;
    }

    private Uni<Void> rejoin() {
        return clients.getConsumer(CHANNEL)
                .runOnPollingThread(
                        it -> {
                            it.enforceRebalance("the topic has changed");
                        });
    }
}
