package org.dungeontalk.analytics.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.partition.Effects;
import org.junit.jupiter.api.Test;

class KnownPlayersTest {

    private final KnownPlayers met = new KnownPlayers();

    @Test
    void aPlayerIsToldOnceAndAgainIfSeenEarlier() {
        assertEquals(Map.of("mira", 5L), changes(Map.of("mira", 5L)));
        met.written();
        assertEquals(Map.of("tom", 9L), changes(Map.of("mira", 5L, "tom", 9L)));
        met.written();
        assertEquals(Map.of("mira", 4L), changes(Map.of("mira", 4L, "tom", 10L)));
    }

    @Test
    void whatWasNotWrittenIsToldAgain() {
        changes(Map.of("mira", 5L));
        assertEquals(Map.of("mira", 5L), changes(Map.of("mira", 5L)));
        met.forget();
        met.written();
        assertEquals(Map.of("mira", 5L), changes(Map.of("mira", 5L)));
    }

    @Test
    void moreThanItRemembersAreToldAgainRatherThanNever() {
        Map<String, Long> many = new HashMap<>();
        for (int i = 0; i < 15_000; i++) {
            many.put("p-" + i, 1L);
        }
        changes(many);
        met.written();
        Map<String, Long> others = new HashMap<>();
        for (int i = 0; i < 15_000; i++) {
            others.put("q-" + i, 1L);
        }
        assertEquals(others, changes(others));
        met.written();
        assertEquals(Map.of(), changes(others));
        assertEquals(many, changes(many));
    }

    private Map<String, Long> changes(Map<String, Long> players) {
        return met.changes(new Effects(Map.of(), players, List.of(), List.of(), List.of()))
                .players();
    }
}
