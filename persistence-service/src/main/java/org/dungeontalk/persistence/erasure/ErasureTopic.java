package org.dungeontalk.persistence.erasure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.persistence.lifecycle.FailureReason;
import org.dungeontalk.persistence.lifecycle.ProducersLiveness;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * Publishes erasures to a compacted topic, keyed by player, for other services (outbox publisher).
 * Delivers at least once: a record without acknowledgement is sent again, and so is a request that
 * was repeated meanwhile, so that the newest record of a player is the newest request. Blocks no
 * thread.
 */
@ApplicationScoped
class ErasureTopic {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String UNPUBLISHED =
            """
            SELECT player_id, pseudonym, mode, through, requested_at FROM persistence.erasure
            WHERE published_at IS NULL ORDER BY requested_at LIMIT 100
            """;

    private static final String PUBLISHED =
            """
            UPDATE persistence.erasure
            SET published_at = CASE WHEN requested_at = $2 THEN now() END
            WHERE player_id = $1
            """;

    private final ObjectMapper json;
    private final Pool pool;
    private final MutinyEmitter<ProducerRecord<String, String>> emitter;
    private final Dependencies dependencies;
    private final ProducersLiveness producers;
    private final String topic;

    ErasureTopic(
            ObjectMapper json,
            @Identifier("writes") Pool pool,
            @Channel("erasures") MutinyEmitter<ProducerRecord<String, String>> emitter,
            Dependencies dependencies,
            @Liveness ProducersLiveness producers,
            PersistenceConfig config) {
        this.json = json;
        this.pool = pool;
        this.emitter = emitter;
        this.dependencies = dependencies;
        this.producers = producers;
        this.topic = config.log().erasures();
    }

    /** Never fails: what did not work is retried the next time. */
    @Scheduled(
            every = "{dungeontalk.replay.look-every}",
            skipExecutionIf = Scheduled.ApplicationNotRunning.class,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> publish() {
        return pool.withConnection(connection -> connection.query(UNPUBLISHED).execute())
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(this::publish)
                .collect()
                .last()
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onItem()
                .invoke(dependencies.get(DependencyName.ERASURES)::answered)
                .onFailure()
                .invoke(
                        failure ->
                                dependencies
                                        .get(DependencyName.ERASURES)
                                        .failed(FailureReason.of(failure)))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<RowSet<Row>> publish(Row request) {
        String player = request.getString("player_id");
        OffsetDateTime at = request.getOffsetDateTime("requested_at");
        ObjectNode body =
                json.createObjectNode()
                        .put("playerId", player)
                        .put("pseudonym", request.getString("pseudonym"))
                        .put("mode", request.getString("mode"))
                        .put("through", request.getOffsetDateTime("through").toInstant().toString())
                        .put("at", at.toInstant().truncatedTo(ChronoUnit.MILLIS).toString());
        return producers
                .watch(
                        "erasures",
                        emitter.send(new ProducerRecord<>(topic, player, body.toString())))
                .chain(
                        () ->
                                pool.withConnection(
                                        connection ->
                                                connection
                                                        .preparedQuery(PUBLISHED)
                                                        .execute(Tuple.of(player, at))));
    }
}
