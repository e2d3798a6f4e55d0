package org.dungeontalk.analytics.rollup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlayerSetTest {

    /** Four standard errors of 4,096 registers. */
    private static final double TOLERANCE = 0.065;

    @Test
    void isExactUpToItsBound() {
        PlayerSet set = players(0, PlayerSet.EXACT);
        IntStream.range(0, PlayerSet.EXACT).forEach(i -> set.add("p-" + i));
        assertEquals(PlayerSet.EXACT, set.count());
        PlayerSet copy = new PlayerSet();
        copy.merge(set.bytes());
        assertEquals(PlayerSet.EXACT, copy.count());
    }

    @Test
    void keepsItsOwnPlayersWhenALargerSetIsAdded() {
        PlayerSet small = players(0, 3_000);
        small.merge(players(3_000, 13_000).bytes());
        assertClose(13_000, small.count());
    }

    @ParameterizedTest
    @ValueSource(ints = {PlayerSet.EXACT + 1, 20_000, 300_000})
    void isAnEstimatePastItsBound(int players) {
        PlayerSet set = players(0, players);
        assertClose(players, set.count());
        assertTrue(set.bytes().length < 8_192, "bytes " + set.bytes().length);
        PlayerSet copy = new PlayerSet();
        copy.merge(set.bytes());
        assertEquals(set.count(), copy.count());
    }

    @Test
    void mergedSetsCountWhoIsInBothOnce() {
        PlayerSet exact = players(0, 3_000);
        exact.merge(players(1_500, 4_000).bytes());
        assertEquals(4_000, exact.count());
        exact.merge(players(3_000, 5_000).bytes());
        assertClose(5_000, exact.count());
        PlayerSet sketch = players(0, 50_000);
        sketch.merge(players(25_000, 80_000).bytes());
        sketch.merge(players(0, 100).bytes());
        assertClose(80_000, sketch.count());
        PlayerSet small = players(0, 100);
        small.merge(players(0, 50_000).bytes());
        assertClose(50_000, small.count());
    }

    /** Of two instances it doesn't matter which merges what first. */
    @Test
    void theOrderOfMergingDoesNotMatter() {
        byte[][] parts = {
            players(0, 6_000).bytes(), players(4_000, 9_000).bytes(), players(8_500, 8_700).bytes()
        };
        PlayerSet forwards = new PlayerSet();
        PlayerSet backwards = new PlayerSet();
        for (int i = 0; i < parts.length; i++) {
            forwards.merge(parts[i]);
            backwards.merge(parts[parts.length - 1 - i]);
        }
        assertClose(9_000, forwards.count());
        assertEquals(forwards.count(), backwards.count(), 9_000 * 0.01);
        assertArrayEquals(players(0, 50).bytes(), players(0, 50).bytes());
    }

    private static PlayerSet players(int from, int to) {
        PlayerSet set = new PlayerSet();
        IntStream.range(from, to).forEach(i -> set.add("p-" + i));
        return set;
    }

    private static void assertClose(int expected, long actual) {
        assertEquals(expected, actual, expected * TOLERANCE);
    }
}
