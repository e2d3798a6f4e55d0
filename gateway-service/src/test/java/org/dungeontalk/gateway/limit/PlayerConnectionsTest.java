package org.dungeontalk.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlayerConnectionsTest {
    private final PlayerConnections players = new PlayerConnections();

    /** A connection on which something came last at that moment. */
    private record TestConnection(long lastHeard) implements PlayerConnection {
        @Override
        public void replace() {}
    }

    @Test
    void theOneSilentLongestGivesItsPlaceToTheNewest() {
        PlayerConnection first = new TestConnection(30);
        PlayerConnection second = new TestConnection(10);
        assertEquals(Optional.empty(), players.take("mira", first, 2));
        assertEquals(Optional.empty(), players.take("mira", second, 2));
        assertEquals(Optional.of(second), players.take("mira", new TestConnection(40), 2));
        assertEquals(Optional.of(first), players.take("mira", new TestConnection(5), 2));
    }

    @Test
    void theNewestComesInEvenIfNothingCameOnItYet() {
        PlayerConnection older = new TestConnection(30);
        players.take("mira", older, 1);
        assertEquals(Optional.of(older), players.take("mira", new TestConnection(0), 1));
        assertEquals(Optional.empty(), players.take("tomas", new TestConnection(0), 1));
    }

    @Test
    void keepsNobodyWhoHoldsNothingAndAPlaceGivenTwiceIsGivenOnce() {
        PlayerConnection older = new TestConnection(1);
        PlayerConnection newer = new TestConnection(2);
        players.take("mira", older, 1);
        players.take("mira", newer, 1);
        players.give("mira", older);
        assertEquals(1, players.size());
        players.give("mira", newer);
        players.give("mira", newer);
        assertEquals(0, players.size());
    }
}
