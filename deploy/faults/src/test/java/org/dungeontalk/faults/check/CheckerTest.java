package org.dungeontalk.faults.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dungeontalk.faults.check.Checker.Verdict;
import org.junit.jupiter.api.Test;

class CheckerTest {

    private static final Set<String> ABC = Set.of("a", "b", "c");

    @Test
    void findsNothingWrongWhenAllReadTheStoredOrder() {
        assertTrue(check(List.of("a", "b", "c"), List.of("a", "b", "c"), "abc").isClean());
    }

    @Test
    void findsAMessageThatIsNotStoredLost() {
        assertEquals(
                Set.of("c"), check(List.of("a", "b", "c"), List.of("a", "b", "c"), "ab").lost());
    }

    @Test
    void findsAMessageThatNobodyReadLost() {
        assertEquals(Set.of("c"), check(List.of("a", "b"), List.of("a", "b"), "abc").lost());
    }

    @Test
    void findsAMessageThatOneMemberMissedUnseen() {
        Verdict verdict = check(List.of("a", "b", "c"), List.of("a", "c"), "abc");
        assertEquals(Set.of("b"), verdict.unseen());
        assertTrue(verdict.lost().isEmpty());
        assertTrue(verdict.splitOrder().isEmpty());
    }

    @Test
    void findsAMessageReadOrStoredTwiceDuplicate() {
        assertEquals(
                Set.of("b"),
                check(List.of("a", "b", "b", "c"), List.of("a", "b", "c"), "abc").duplicate());
        assertEquals(
                Set.of("a"),
                check(List.of("a", "b", "c"), List.of("a", "b", "c"), "aabc").duplicate());
    }

    @Test
    void findsAnOrderOtherThanTheStoredOneOutOfOrder() {
        Verdict verdict = check(List.of("a", "c", "b"), List.of("a", "c", "b"), "abc");
        assertEquals(Set.of("b"), verdict.outOfOrder());
        assertTrue(verdict.splitOrder().isEmpty());
    }

    @Test
    void findsTwoMembersWithDifferentOrdersSplit() {
        assertEquals(
                Set.of("b", "c"),
                check(List.of("a", "b", "c"), List.of("a", "c", "b"), "abc").splitOrder());
    }

    @Test
    void findsAMessageThatNobodySentUnexpected() {
        assertEquals(
                Set.of("x"),
                check(List.of("a", "b", "c", "x"), List.of("a", "b", "c", "x"), "abcx")
                        .unexpected());
    }

    private static Verdict check(List<String> first, List<String> second, String stored) {
        return new Checker(
                        ABC,
                        ABC,
                        Map.of("first", first, "second", second),
                        stored.chars().mapToObj(Character::toString).toList())
                .check();
    }
}
