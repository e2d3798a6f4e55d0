package org.dungeontalk.gateway.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModerationRulesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final MovingClock clock = new MovingClock();
    private final ModerationRules rulings = new ModerationRules(clock);

    @Test
    void aMuteHoldsUntilItsTimeByTheClock() {
        rulings.apply(new ModerationRule.Muted("mira", NOON.plusSeconds(60), Instant.MAX, null));
        assertTrue(rulings.mute("mira").isPresent());
        clock.now = NOON.plusSeconds(60);
        assertTrue(rulings.mute("mira").isEmpty());
        assertEquals(1, rulings.muted());
        rulings.sweep();
        assertEquals(0, rulings.muted());
    }

    @Test
    void ofTooManyMutesTheReasonsAreForgottenAndNotTheMutes() {
        IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> new ModerationRule.Muted("p" + i, Instant.MAX, NOON, "why"))
                .forEach(rulings::apply);
        assertEquals("why", rulings.mute("p0").orElseThrow().reason());
        assertEquals("why", rulings.mute("p9999").orElseThrow().reason());
        assertNull(rulings.mute("p10000").orElseThrow().reason());
    }

    @Test
    void aMuteWithoutAnEndHoldsUntilItIsLifted() {
        rulings.apply(new ModerationRule.Muted("mira", Instant.MAX, Instant.MAX, null));
        clock.now = NOON.plus(Duration.ofDays(10_000));
        rulings.sweep();
        assertTrue(rulings.mute("mira").orElseThrow().ends().isEmpty());
        rulings.apply(new ModerationRule.NotMuted("mira", Instant.MAX));
        assertTrue(rulings.mute("mira").isEmpty());
    }

    @Test
    void aMuteDecidedBeforeALiftThatIsKnownDoesNotHold() {
        rulings.apply(
                new ModerationRule.Muted("mira", NOON.plusSeconds(60), NOON.minusSeconds(9), null));
        rulings.apply(new ModerationRule.NotMuted("mira", NOON));
        rulings.apply(
                new ModerationRule.Muted("mira", NOON.plusSeconds(60), NOON.minusSeconds(1), null));
        assertTrue(rulings.mute("mira").isEmpty());
        rulings.apply(
                new ModerationRule.Muted("mira", NOON.plusSeconds(60), NOON.plusSeconds(1), null));
        assertTrue(rulings.mute("mira").isPresent());
    }

    @Test
    void aLiftDecidedBeforeAMuteThatIsKnownLiftsNothing() {
        rulings.apply(new ModerationRule.Muted("mira", Instant.MAX, NOON, null));
        rulings.apply(new ModerationRule.NotMuted("mira", NOON.minusSeconds(1)));
        assertTrue(rulings.mute("mira").isPresent());
        rulings.apply(new ModerationRule.NotMuted("mira", Instant.MAX));
        assertTrue(rulings.mute("mira").isEmpty());
    }

    @Test
    void aLiftIsForgottenAfterAnHour() {
        rulings.apply(new ModerationRule.NotMuted("mira", NOON));
        clock.now = NOON.plus(Duration.ofMinutes(61));
        rulings.sweep();
        rulings.apply(new ModerationRule.Muted("mira", Instant.MAX, NOON.minusSeconds(1), null));
        assertTrue(rulings.mute("mira").isPresent());
    }

    @Test
    void tokensMadeBeforeTheMomentAreVoidAndLaterOnesGood() {
        rulings.apply(new ModerationRule.Revoked("mira", NOON));
        assertTrue(rulings.revoked("mira", NOON.minusSeconds(1)));
        assertTrue(rulings.revoked("mira", Instant.EPOCH));
        assertFalse(rulings.revoked("mira", NOON));
        assertFalse(rulings.revoked("tomas", Instant.EPOCH));
        rulings.apply(new ModerationRule.NotRevoked("mira"));
        assertFalse(rulings.revoked("mira", Instant.EPOCH));
    }

    @Test
    void takesNoMoreThanItsBoundAndCountsTheRest() {
        IntStream.range(0, 100_010)
                .forEach(
                        i ->
                                rulings.apply(
                                        new ModerationRule.Muted(
                                                "p" + i, Instant.MAX, Instant.MAX, null)));
        rulings.apply(new ModerationRule.Muted("p0", NOON.plusSeconds(1), Instant.MAX, null));
        assertEquals(100_000, rulings.muted());
        assertEquals(10, rulings.dropped());
        assertEquals(NOON.plusSeconds(1), rulings.mute("p0").orElseThrow().until());
    }

    private static final class MovingClock extends Clock {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
