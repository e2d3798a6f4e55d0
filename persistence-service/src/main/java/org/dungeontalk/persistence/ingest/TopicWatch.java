package org.dungeontalk.persistence.ingest;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/**
 * Notices that the topic was made anew or has got partitions, says so once, and has the group
 * divide the partitions anew: then each is read as what it is now ({@link LogBeginnings}). While
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

    TopicWatch(KafkaClientService clients, LogAdmin admin) {
        this.clients = clients;
        this.admin = admin;
    }

    /** Never fails. */
    @Scheduled(
            every = "{dungeontalk.log.lag-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return admin.describe()
                .map(this::isChanged)
                .chain(changed -> changed ? rejoin() : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithNull();
    }

    private synchronized boolean isChanged(TopicDescription topic) {
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
