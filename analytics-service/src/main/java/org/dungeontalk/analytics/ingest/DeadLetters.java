package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.dungeontalk.analytics.background.ProducersLiveness;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * The topic of records that can't be counted: their key, value and headers, and the reason.
 *
 * <p>Guarantee: {@link #write} completes when all in-sync replicas have the record. At least once:
 * if the process is killed before it commits the progress, the record is written again.
 */
@ApplicationScoped
public class DeadLetters {

    private final MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter;
    private final ProducersLiveness producers;
    private final String topic;
    private final String group;

    DeadLetters(
            @Channel("dead-letters") MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter,
            @Liveness ProducersLiveness producers,
            AnalyticsConfig config) {
        this.emitter = emitter;
        this.producers = producers;
        this.topic = config.log().topic() + ".analytics.dlt";
        this.group = config.log().group();
    }

    /**
     * Writes a dead letter. If the added headers make it too large for Kafka, it is written without
     * its value, or also without its key and headers.
     */
    Uni<Void> write(DeadLetter letter) {
        Uni<Void> whole =
                emitter.send(letter.toRecord(topic, group))
                        .onFailure(RecordTooLargeException.class)
                        .recoverWithUni(
                                () -> emitter.send(letter.toRecordWithoutValue(topic, group)))
                        .onFailure(RecordTooLargeException.class)
                        .recoverWithUni(
                                () -> emitter.send(letter.toRecordOfItsPosition(topic, group)));
        return producers.watch("dead-letters", whole);
    }
}
