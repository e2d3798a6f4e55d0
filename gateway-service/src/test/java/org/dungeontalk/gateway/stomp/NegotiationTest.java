package org.dungeontalk.gateway.stomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NegotiationTest {

    @Test
    void speaksTheNewestVersionBothKnow() {
        assertEquals(Optional.of(StompVersion.V1_2), StompVersion.negotiate("1.0,1.1,1.2"));
        assertEquals(Optional.of(StompVersion.V1_1), StompVersion.negotiate("1.1, 1.0,9.9"));
        assertEquals(Optional.of(StompVersion.V1_0), StompVersion.negotiate(null));
        assertEquals(Optional.empty(), StompVersion.negotiate("2.0"));
    }

    @Test
    void beatsAtTheSlowerOfWhatOneCanAndTheOtherWants() {
        assertEquals(new HeartBeat(30_000, 30_000), HeartBeat.negotiate("10000,10000", 30_000));
        assertEquals(new HeartBeat(60_000, 45_000), HeartBeat.negotiate("45000,60000", 30_000));
        assertEquals(new HeartBeat(0, 0), HeartBeat.negotiate("0,0", 30_000));
        assertEquals(new HeartBeat(0, 0), HeartBeat.negotiate(null, 30_000));
        assertEquals(new HeartBeat(0, 30_000), HeartBeat.negotiate("5,0", 30_000));
    }

    @Test
    void refusesAHeartBeatThatIsNoPairOfNumbers() {
        assertThrows(StompException.class, () -> HeartBeat.negotiate("10", 1));
        assertThrows(StompException.class, () -> HeartBeat.negotiate("a,b", 1));
        assertThrows(StompException.class, () -> HeartBeat.negotiate("-1,0", 1));
    }

    @Test
    void takesAPeerForGoneAfterOneAndAHalfIntervals() {
        HeartBeat beat = new HeartBeat(1_000, 1_000);
        assertFalse(beat.lost(1_500));
        assertTrue(beat.lost(1_501));
        assertFalse(new HeartBeat(0, 0).lost(Long.MAX_VALUE));
    }

    @Test
    void pingsWhoWasSilentForAnAgreedBeatOrToldNothingForThePingsInterval() {
        HeartBeat none = new HeartBeat(0, 0);
        assertFalse(none.pingDue(24_999, 24_999, 25_000));
        assertTrue(none.pingDue(25_000, 0, 25_000));
        assertTrue(none.pingDue(0, 25_000, 25_000));
        HeartBeat shorter = new HeartBeat(10_000, 10_000);
        assertFalse(shorter.pingDue(9_999, 24_999, 25_000));
        assertTrue(shorter.pingDue(10_000, 0, 25_000));
        HeartBeat longer = new HeartBeat(60_000, 60_000);
        assertFalse(longer.pingDue(24_999, 24_999, 25_000));
        assertTrue(longer.pingDue(25_000, 0, 25_000));
    }

    @Test
    void escapesAndUnescapesToTheSameText() {
        String text = "a:b\\c\r\nd 주막";
        assertEquals("a\\cb\\\\c\\r\\nd 주막", HeaderText.escape(text));
        assertEquals(text, HeaderText.unescape(HeaderText.escape(text)));
        assertThrows(StompException.class, () -> HeaderText.unescape("half\\"));
    }
}
