package org.dungeontalk.analytics.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    @Test
    void onlyMessagesWithinTheSpanOfEnoughPlayersBelongToIt() {
        List<RaidMessage> raided = said(1_000_000, 7, SPAN / 6);
        List<RaidMessage> all = new ArrayList<>(said(0, 4, 1_000));
        all.addAll(raided);
        all.addAll(said(2_000_000, 4, 1_000));
        assertEquals(Set.copyOf(raided), raid.members(all));
    }

    private static List<RaidMessage> said(long from, int players, long apart) {
        return IntStream.range(0, players)
                .mapToObj(i -> new RaidMessage(7, i, "room-" + i, from + i * apart, 0, from + i))
                .toList();
    }

    private int alerts(long apart) {
        return raid.alerts(7, said(0, 5, apart), 0, Raid.SLOT, "0123abcd").size();
    }
}
