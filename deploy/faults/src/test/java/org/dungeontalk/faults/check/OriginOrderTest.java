package org.dungeontalk.faults.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginOrderTest {

    private final OriginOrder order = new OriginOrder(Set.of("a", "b", "c"));

    @Test
    void messagesOfOthersMayStandInBetween() {
        assertEquals(
                Set.of(),
                order.moved(List.of("a", "x", "b", "c"), List.of("a", "b", "y", "x", "c")));
    }

    @Test
    void findsTwoThatChangedPlaces() {
        assertEquals(Set.of("b", "c"), order.moved(List.of("a", "b", "c"), List.of("a", "c", "b")));
    }

    @Test
    void findsOneThatIsMissingAbroad() {
        assertEquals(Set.of("c"), order.moved(List.of("a", "b", "c"), List.of("a", "b")));
    }
}
