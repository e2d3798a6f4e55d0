package org.dungeontalk.faults.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegionsCheckerTest {

    @Test
    void eachRegionMayHaveAnOrderOfItsOwn() {
        RegionsChecker checker = checker(List.of("a", "b", "x", "y"), List.of("x", "a", "y", "b"));
        checker.check().forEach((room, verdict) -> assertTrue(verdict.isClean(), room + verdict));
        assertEquals(Set.of(), checker.moved());
    }

    @Test
    void whatWasSaidInOneRegionKeepsItsOrderInTheOther() {
        RegionsChecker checker = checker(List.of("a", "b", "x", "y"), List.of("x", "b", "y", "a"));
        assertEquals(Set.of("a", "b"), checker.moved());
    }

    @Test
    void findsWhatDidNotReachTheOtherRegionLost() {
        RegionsChecker checker = checker(List.of("a", "b", "x", "y"), List.of("x", "a", "y"));
        assertTrue(checker.check().get("here room").isClean());
        assertEquals(Set.of("b"), checker.check().get("there room").lost());
    }

    @Test
    void findsWhatCameTwiceToTheOtherRegionDuplicate() {
        RegionsChecker checker =
                checker(List.of("a", "b", "x", "y"), List.of("x", "a", "a", "y", "b"));
        assertEquals(Set.of("a"), checker.check().get("there room").duplicate());
        assertFalse(checker.moved().isEmpty());
    }

    private static RegionsChecker checker(List<String> here, List<String> there) {
        return new RegionsChecker(
                Map.of(
                        "here", List.of(playerStream("mira", List.of("a", "b"), here)),
                        "there", List.of(playerStream("tomas", List.of("x", "y"), there))),
                Map.of("here", Map.of("room", here), "there", Map.of("room", there)));
    }

    private static PlayerStream playerStream(String name, List<String> said, List<String> read) {
        return new PlayerStream(name, "room", said, said, read);
    }
}
