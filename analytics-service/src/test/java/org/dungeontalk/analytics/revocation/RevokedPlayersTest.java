package org.dungeontalk.analytics.revocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class RevokedPlayersTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final LongAdder dropped = new LongAdder();
    private final RevokedPlayers players = new RevokedPlayers(dropped);

    @Test
    void theLongestIdThatATokenMayHaveCanBeRevokedAndNoLonger() {
        assertRevoked("\ud83d\udc09".repeat(80), true);
        assertRevoked("\ud83d\udc09".repeat(81), false);
    }

    @Test
    void playersPastTheBoundAreNotTakenAndCountedAndThoseWithinItAreKept() {
        for (int i = 0; i < RevokedPlayers.MAX_PLAYERS; i++) {
            apply("p-" + i, NOON);
        }
        apply("one-too-many", NOON);
        apply("p-0", NOON.plusSeconds(60));
        assertEquals(RevokedPlayers.MAX_PLAYERS, players.size());
        assertEquals(1, dropped.sum());
        assertFalse(players.revoked("one-too-many", NOON.minusSeconds(1)));
        assertTrue(players.revoked("p-0", NOON.plusSeconds(1)));
        assertTrue(players.revoked("p-99999", NOON.minusSeconds(1)));
    }

    private void apply(String player, Instant notBefore) {
        String body = "{\"playerId\":\"%s\",\"notBefore\":\"%s\"}".formatted(player, notBefore);
        assertTrue(players.apply(player.getBytes(UTF_8), body.getBytes(UTF_8)));
    }

    private void assertRevoked(String player, boolean expected) {
        String body = "{\"playerId\":\"%s\",\"notBefore\":\"%s\"}".formatted(player, NOON);
        assertEquals(expected, players.apply(player.getBytes(UTF_8), body.getBytes(UTF_8)));
        assertEquals(expected, players.revoked(player, NOON.minusSeconds(60)));
    }
}
