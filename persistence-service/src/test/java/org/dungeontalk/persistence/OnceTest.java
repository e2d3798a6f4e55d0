package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each message is stored once, in the order of the log, and the counters add up. */
@QuarkusTest
@WithTestResource(Backbone.class)
class OnceTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Database database = new Database(Backbone.postgres());

    @Inject MeterRegistry registry;

    @Test
    void keepsOneRowOfAMessageThatIsPublishedAgain() {
        String room = Bodies.room();
        ObjectNode body = Bodies.chat(room, "said once");
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.write("chat", room, body.toString());
            log.write("chat", room, body.toString());
            log.flush();
            log.write("chat", room, body.toString());
            log.write("chat", room, Bodies.chat(room, "last").toString());
            log.flush();
        }
        await().atMost(LIMIT).until(() -> database.contents(room).contains("last"));
        assertEquals(List.of("said once", "last"), database.contents(room));
    }

    @Test
    void keepsTheMessageOfEachRoomWhenSomebodyCopiesAnId() {
        List<String> rooms = List.of(Bodies.room(), Bodies.room());
        ObjectNode body = Bodies.chat(rooms.get(0), "mine");
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            for (String room : rooms) {
                log.write("chat", room, body.put("roomId", room).toString());
            }
            for (String room : rooms) {
                log.write("chat", room, Bodies.chat(room, "last").toString());
            }
            log.flush();
        }
        for (String room : rooms) {
            await().atMost(LIMIT).until(() -> database.contents(room).contains("last"));
            assertEquals(List.of("mine", "last"), database.contents(room));
        }
    }

    @Test
    void storesARoomInTheOrderOfTheLog() {
        String room = Bodies.room();
        List<String> said = IntStream.range(0, 3000).mapToObj(i -> "line " + i).toList();
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            said.forEach(line -> log.write("chat", room, Bodies.chat(room, line).toString()));
            log.flush();
        }
        await().atMost(LIMIT).until(() -> database.rows(room) == said.size());
        assertEquals(said, database.contents(room));
    }

    @Test
    void countsReceivedAsStoredPlusDuplicatePlusDeadLettered() {
        String room = Bodies.room();
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
        }
        double received = count("received");
        double stored = count("stored");
        double duplicate = count("duplicate");
        double deadLettered = count("dead.lettered");
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            for (int i = 0; i < 100; i++) {
                ObjectNode body = Bodies.chat(room, "line " + i);
                body.put("messageId", new UUID(room.hashCode(), i % 60).toString());
                log.write("chat", room, body.toString());
            }
            for (int i = 0; i < 7; i++) {
                log.write("chat", room, "poison");
            }
            log.flush();
        }
        await().atMost(LIMIT).until(() -> count("dead.lettered") - deadLettered == 7);
        assertEquals(107, count("received") - received);
        assertEquals(60, count("stored") - stored);
        assertEquals(40, count("duplicate") - duplicate);
        assertEquals(
                count("received"), count("stored") + count("duplicate") + count("dead.lettered"));
    }

    private double count(String what) {
        return registry.get("dungeontalk.persistence." + what).counter().count();
    }
}
