package org.dungeontalk.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlayerConnectionsTest {
    private final PlayerConnections players = new PlayerConnections();

    /** A connection on which something came last at that moment. */
    private record Heard(long lastHeard) implements PlayerConnection {
        @Override
        public void replace() {}
    }

    @Test
    void theOneSilentLongestGivesItsPlaceToTheNewest() {
        PlayerConnection first = new Heard(30);
        PlayerConnection second = new Heard(10);
        assertEquals(Optional.empty(), players.take("mira", first, 2));
        assertEquals(Optional.empty(), players.take("mira", second, 2));
        assertEquals(Optional.of(second), players.take("mira", new Heard(40), 2));
        assertEquals(Optional.of(first), players.take("mira", new Heard(5), 2));
    }

    @Test
    void theNewestComesInEvenIfNothingCameOnItYet() {
        PlayerConnection older = new Heard(30);
        players.take("mira", older, 1);
        assertEquals(Optional.of(older), players.take("mira", new Heard(0), 1));
        assertEquals(Optional.empty(), players.take("tomas", new Heard(0), 1));
    }

    @Test
    void keepsNobodyWhoHoldsNothingAndAPlaceGivenTwiceIsGivenOnce() {
        PlayerConnection older = new Heard(1);
        PlayerConnection newer = new Heard(2);
        players.take("mira", older, 1);
        players.take("mira", newer, 1);
        players.give("mira", older);
        assertEquals(1, players.size());
        players.give("mira", newer);
        players.give("mira", newer);
        assertEquals(0, players.size());
    }
}
