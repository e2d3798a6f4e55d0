package org.dungeontalk.persistence.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstantJsonTest {

    @Test
    void spellsMillisecondsAndMicrosecondsAsBodiesDo() {
        for (String text :
                List.of(
                        "2026-11-22T18:04:05.123Z",
                        "2026-11-22T18:04:05.000Z",
                        "2026-11-22T18:04:05.123456Z",
                        "0001-01-01T00:00:00.000Z",
                        "9999-12-31T23:59:59.999999Z")) {
            assertEquals(text, InstantJson.of(Instant.parse(text)));
        }
    }
}
