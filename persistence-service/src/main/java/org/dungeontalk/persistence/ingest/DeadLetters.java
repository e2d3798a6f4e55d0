package org.dungeontalk.persistence.ingest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.persistence.lifecycle.EndlessRetry;
import org.dungeontalk.persistence.lifecycle.ProducersLiveness;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * Sends records that cannot be used to the dead-letter topic. Completes when all in-sync replicas
 * have all of them. Retries without a limit until then, so it never fails. A dead letter may arrive
 * twice.
 */
@ApplicationScoped
public class DeadLetters {

    /** Dead letters in flight at once; less than the buffer of the emitter. */
    private static final int IN_FLIGHT = 32;

    private final MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter;
    private final EndlessRetry retry;
    private final Dependencies dependencies;
    private final ProducersLiveness producers;
    private final PersistenceConfig config;

    public DeadLetters(
            @Channel("dead-letters") MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter,
            EndlessRetry retry,
            Dependencies dependencies,
            @Liveness ProducersLiveness producers,
            PersistenceConfig config) {
        this.emitter = emitter;
        this.retry = retry;
        this.dependencies = dependencies;
        this.producers = producers;
        this.config = config;
    }

    public Uni<Void> send(List<DeadLetter> letters) {
        return Multi.createFrom()
                .iterable(letters)
                .onItem()
                .transformToUni(this::send)
                .merge(IN_FLIGHT)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> send(DeadLetter letter) {
        String topic = config.log().deadLetters();
        String group = config.log().group();
        Uni<Void> whole =
                Uni.createFrom()
                        .deferred(() -> emitter.send(letter.toRecord(topic, group)))
                        .onFailure(RecordTooLargeException.class)
                        .recoverWithUni(
                                () -> emitter.send(letter.toRecordWithoutValue(topic, group)))
                        .onFailure(RecordTooLargeException.class)
                        .recoverWithUni(
                                () -> emitter.send(letter.toRecordOfItsPosition(topic, group)));
        return retry.of(
                producers.watch("dead-letters", whole),
                dependencies.get(DependencyName.DEAD_LETTERS),
                failure -> true);
    }
}
