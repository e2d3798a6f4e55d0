package org.dungeontalk.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AddressConnectionsTest {
    private final AddressConnections players = new AddressConnections();

    @Test
    void givesAsManyAsThereAreAndNoMore() {
        assertTrue(players.take("mira", 2));
        assertFalse(players.full("mira", 2));
        assertTrue(players.take("mira", 2));
        assertTrue(players.full("mira", 2));
        assertFalse(players.take("mira", 2));
        assertTrue(players.take("tomas", 2));
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        players.take("mira", 1);
        players.give("mira");
        assertTrue(players.take("mira", 1));
    }

    @Test
    void keepsNobodyWhoHoldsNothing() {
        players.take("mira", 2);
        players.take("mira", 2);
        players.give("mira");
        players.give("mira");
        assertFalse(players.take("tomas", 0));
        assertTrue(players.take("mira", 1));
    }
}
