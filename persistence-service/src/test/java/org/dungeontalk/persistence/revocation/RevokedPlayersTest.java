package org.dungeontalk.persistence.revocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class RevokedPlayersTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final RevokedPlayers players = new RevokedPlayers(new LongAdder());

    @Test
    void theLongestIdThatATokenMayHaveCanBeRevokedAndNoLonger() {
        assertRevoked("\ud83d\udc09".repeat(80), true);
        assertRevoked("\ud83d\udc09".repeat(81), false);
    }

    private void assertRevoked(String player, boolean expected) {
        String body = "{\"playerId\":\"%s\",\"notBefore\":\"%s\"}".formatted(player, NOON);
        assertEquals(expected, players.apply(player.getBytes(UTF_8), body.getBytes(UTF_8)));
        assertEquals(expected, players.revoked(player, NOON.minusSeconds(60)));
    }
}
