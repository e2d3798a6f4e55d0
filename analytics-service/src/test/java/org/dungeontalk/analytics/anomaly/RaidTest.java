package org.dungeontalk.analytics.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;
import org.junit.jupiter.api.Test;

class RaidTest {

    private static final long SPAN = 60_000;

    private final Raid raid = new Raid(5, SPAN, 12, new AllowList(List.of()));

    @Test
    void fivePlayersAreARaidOnlyWithinTheSpan() {
        assertEquals(1, alerts(SPAN / 5));
        assertEquals(0, alerts(SPAN / 4));
        assertEquals(0, alerts(SPAN));
    }

    private int alerts(long apart) {
        List<RaidMessage> messages =
                IntStream.range(0, 5)
                        .mapToObj(i -> new RaidMessage(7, i, "room-" + i, i * apart, 0, i))
                        .toList();
        return raid.alerts(7, messages, 0, Raid.SLOT, "0123abcd").size();
    }
}
