package org.dungeontalk.analytics.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.junit.jupiter.api.Test;

/** Somebody writes into a partition in a transaction and doesn't end it. */
@QuarkusTest
@WithTestResource(Stack.class)
class OpenTransactionTest extends ServiceTest {

    private static final Instant TIME = Instant.parse("2026-11-22T18:54:05.123Z");

    @Test
    void isSeenSaidAndGoneWhenItEnds() {
        String room = newRoom();
        awaitNoLag();
        awaitHealth("ready", 200);
        try (KafkaProducer<byte[], byte[]> foreign =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "transactional.id",
                                "foreign"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            foreign.initTransactions();
            foreign.beginTransaction();
            LogWriter.await(
                    foreign.send(new ProducerRecord<>("game-messages", 7, null, new byte[1])));
            LogWriter.await(writer.talkInto(7, room, "mira", TIME));
            awaitHealth("ready", 503);
            assertTrue(readiness().contains("held-by-transaction\": \"{7=2}"), readiness());
            assertEquals(2, metrics.get("dungeontalk.analytics.held").gauge().value());
            assertEquals(0, database.messages(room));
            foreign.abortTransaction();
        }
        awaitMessages(room, 1);
        awaitHealth("ready", 200);
        await().atMost(LIMIT)
                .until(() -> metrics.get("dungeontalk.analytics.held").gauge().value() == 0);
        awaitNoLag();
    }
}
