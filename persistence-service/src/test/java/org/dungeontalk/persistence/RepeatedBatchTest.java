package org.dungeontalk.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dungeontalk.persistence.log.LogRow;
import org.dungeontalk.persistence.log.LoggedMessage;
import org.dungeontalk.persistence.log.MessageKind;
import org.dungeontalk.persistence.store.MessageWriter;
import org.dungeontalk.persistence.store.WriteOutcome;
import org.junit.jupiter.api.Test;

/** Batches with messages that were stored before, whatever the batch before them was. */
@QuarkusTest
@WithTestResource(Backbone.class)
class RepeatedBatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Database database = new Database(Backbone.postgres());
    private final String room = Bodies.room();
    private final List<LogRow> rows = IntStream.range(0, 8).mapToObj(this::row).toList();

    @Inject MessageWriter writer;

    @Test
    void storesWhatIsNewAndCountsTheRestAsDuplicates() {
        write(0, 2, 2, 0);
        write(2, 3, 1, 0);
        write(0, 5, 2, 3);
        write(1, 6, 1, 4);
        write(0, 6, 0, 6);
        write(6, 7, 1, 0);
        write(6, 7, 0, 1);
        write(7, 8, 1, 0);
        assertEquals(
                rows.stream().map(row -> row.message().content()).toList(),
                database.contents(room));
    }

    private void write(int from, int upto, int stored, int duplicates) {
        WriteOutcome outcome = writer.write(rows.subList(from, upto), 1).await().atMost(LIMIT);
        assertEquals(new WriteOutcome(stored, duplicates, List.of()), outcome);
    }

    private LogRow row(int offset) {
        return new LogRow(
                new LoggedMessage(
                        MessageKind.CHAT,
                        UUID.randomUUID(),
                        room,
                        "p-1",
                        null,
                        "Mira",
                        "line " + offset,
                        "TALK",
                        Instant.now(),
                        null),
                0,
                offset);
    }
}
