package org.dungeontalk.analytics.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dungeontalk.analytics.background.ProducersLiveness;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * Writes JSON to the topics of alerts and mutes. A write completes when all in-sync replicas have
 * it.
 */
@ApplicationScoped
public class NoticeProducer {

    private final MutinyEmitter<ProducerRecord<String, byte[]>> emitter;
    private final ObjectMapper json;
    private final ProducersLiveness producers;

    NoticeProducer(
            @Channel("notices") MutinyEmitter<ProducerRecord<String, byte[]>> emitter,
            ObjectMapper json,
            @Liveness ProducersLiveness producers) {
        this.emitter = emitter;
        this.producers = producers;
        this.json = json;
    }

    /** Writes a record. */
    Uni<Void> send(String topic, String key, Object value) {
        return Uni.createFrom()
                .item(() -> new ProducerRecord<>(topic, key, bytes(value)))
                .chain(this::send);
    }

    /** Writes a record without a value. */
    Uni<Void> tombstone(String topic, String key) {
        return Uni.createFrom()
                .item(() -> new ProducerRecord<String, byte[]>(topic, key, null))
                .chain(this::send);
    }

    private Uni<Void> send(ProducerRecord<String, byte[]> record) {
        return producers.watch("notices", emitter.send(record));
    }

    private byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
