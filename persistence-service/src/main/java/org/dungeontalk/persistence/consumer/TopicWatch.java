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
 * Detects that the topic was deleted and created again or has other partitions. Logs it once and
 * triggers a rebalance of the group, so that each partition starts at the right offset ({@link
 * StartOffsets}). While Kafka does not answer, nothing counts as changed; {@link LagWatch} reports
 * that.
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

    /** Whether a rebalance is due; it stays due until it could be requested. */
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
            LOG.warnf("Topic %s was created again; it is read from its beginning", topic.name());
            return true;
        }
        if (partitionsThen != partitions) {
            LOG.warnf(
                    "Topic %s has %d partitions instead of %d; rooms may be in other partitions"
                            + " from now on",
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
