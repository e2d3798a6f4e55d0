package org.dungeontalk.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes topic {@code revocations} as the game's account service does. */
public final class Revocations {

    private Revocations() {}

    /** Voids the player's tokens made before that moment. */
    public static void revoke(String topic, String player, Instant notBefore) {
        write(
                topic,
                player,
                "{\"playerId\":\"" + player + "\",\"notBefore\":\"" + notBefore + "\"}");
    }

    /**
     * @param value null: what was revoked is good again
     */
    public static void write(String topic, String player, String value) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", Backbone.kafka().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(
                    new ProducerRecord<>(
                            topic,
                            player.getBytes(UTF_8),
                            value == null ? null : value.getBytes(UTF_8)));
        }
    }
}
