package org.dungeontalk.persistence.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class InFlightBytesTest {

    private final InFlightBytes inFlight = new InFlightBytes(100);

    @Test
    void pausesAllWhenTheBoundIsReachedUntilHalfOfItIsFree() {
        assertFalse(inFlight.add(1, 40));
        assertFalse(inFlight.add(2, 40));
        assertTrue(inFlight.add(3, 40));
        assertTrue(inFlight.paused().all());
        assertFalse(inFlight.remove(1, 40));
        assertTrue(inFlight.remove(2, 40));
        assertFalse(inFlight.paused().all());
    }

    @Test
    void aPartitionIsPausedFromHalfTheBoundUntilItHoldsAQuarter() {
        assertFalse(inFlight.add(1, 49));
        assertTrue(inFlight.add(1, 1));
        assertFalse(inFlight.remove(1, 24));
        assertEquals(Set.of(1), inFlight.paused().held());
        assertTrue(inFlight.remove(1, 1));
        assertEquals(Set.of(), inFlight.paused().held());
    }

    @Test
    void oneThatCantBeStoredIsPausedAloneAndLeavesTheOthersHalf() {
        assertTrue(inFlight.add(1, 500));
        assertEquals(new InFlightBytes.Paused(Set.of(1), false), inFlight.paused());
        assertFalse(inFlight.add(2, 40));
        assertTrue(inFlight.add(3, 10));
        assertTrue(inFlight.paused().all());
        assertFalse(inFlight.remove(2, 40));
        assertTrue(inFlight.remove(3, 10));
        assertEquals(new InFlightBytes.Paused(Set.of(1), false), inFlight.paused());
        assertFalse(inFlight.remove(1, 400));
        assertTrue(inFlight.remove(1, 80));
        assertEquals(new InFlightBytes.Paused(Set.of(), false), inFlight.paused());
    }
}
