package org.dungeontalk.faults.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.dungeontalk.load.player.Answer;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final MessageIds ids = new MessageIds(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void haveThePlayersTime() {
        assertEquals(NOW, time(ids.next()));
    }

    @Test
    void haveTheTimeOfAGatewayThatRefusedOneUntilAnotherRefusesThat() {
        Instant ahead = NOW.plusSeconds(7_200);
        assertTrue(ids.correctedBy(refusal(Optional.of(ahead))));
        assertEquals(ahead, time(ids.next()));
        assertTrue(ids.correctedBy(refusal(Optional.of(NOW))));
        assertEquals(NOW, time(ids.next()));
    }

    @Test
    void stayAsTheyAreAfterARefusalOfAnIdThatWasUsedTooLate() {
        assertFalse(ids.correctedBy(refusal(Optional.of(NOW.plusSeconds(5)))));
        assertFalse(ids.correctedBy(refusal(Optional.empty())));
        assertEquals(NOW, time(ids.next()));
    }

    private static Answer.Refused refusal(Optional<Instant> serverTime) {
        return new Answer.Refused("MESSAGE_ID_EXPIRED", "too old", false, serverTime);
    }

    private static Instant time(String id) {
        return Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16);
    }
}
