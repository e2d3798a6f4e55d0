package org.dungeontalk.analytics.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EventClockTest {

    private static final long LATENESS = 40_000;

    private final EventClock clock = new EventClock(LATENESS);

    @Test
    void clocksThatAreWrongDoNotMoveTheWatermarkWhileMostAreRight() {
        for (int i = 0; i < 40; i++) {
            clock.tick(1_000_000 + i);
            if (i % 3 == 0) {
                clock.tick(Long.MAX_VALUE / 2);
            }
        }
        long behind = 1_000_040 - (clock.watermark() + LATENESS);
        assertTrue(behind > 0 && behind < 40, behind + " behind");
    }

    @Test
    void aClockThatIsLoadedGoesOnLikeTheOneThatWasSaved() throws IOException {
        for (int i = 0; i < 40; i++) {
            clock.tick(1_000_000 + i);
        }
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        clock.save(new DataOutputStream(saved));
        EventClock loaded = new EventClock(LATENESS);
        loaded.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        for (int i = 0; i < 40; i++) {
            clock.tick(1_000_100 - 2 * i);
            loaded.tick(1_000_100 - 2 * i);
            assertEquals(clock.watermark(), loaded.watermark());
        }
    }
}
