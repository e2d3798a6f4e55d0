package org.dungeontalk.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AutobahnTableTest {
    private static final Map<String, Integer> NUMBER_OF_CASES =
            Map.of("1", 16, "2", 11, "3", 7, "4", 10, "5", 20, "6", 145, "7", 37);

    @Test
    void hasEachCaseOfTheSevenGroupsOnce() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String group : NUMBER_OF_CASES.keySet()) {
            List<AutobahnCase> cases = AutobahnTable.groups(group);
            counts.put(group, cases.size());
            assertEquals(
                    cases.size(),
                    new HashSet<>(cases.stream().map(AutobahnCase::name).toList()).size());
        }
        assertEquals(NUMBER_OF_CASES, counts);
    }

    @Test
    void messagesOfGroupOneHaveTheLengthsOfItsCases() {
        List<Integer> written =
                AutobahnTable.groups("1").stream()
                        .map(one -> one.pieces().stream().mapToInt(piece -> piece.length).sum())
                        .toList();
        List<Integer> withHeader =
                List.of(
                        6,
                        6 + 125,
                        8 + 126,
                        8 + 127,
                        8 + 128,
                        8 + 65_535,
                        14 + 65_536,
                        14 + 65_536);
        assertEquals(withHeader, written.subList(0, 8));
        assertEquals(withHeader, written.subList(8, 16));
    }

    @Test
    void theEchoIsTheTextWithinTheFirstMessage() {
        AutobahnCase one = only("5", "5.15");
        assertEquals("receipt-id:fragment1fragment2\n", one.answers().get(0).text());
        assertTrue(one.answers().get(0).optional());
        assertEquals(List.of(1002, RawSocket.CUT), one.ends());
        AutobahnCase around = only("5", "5.6");
        assertEquals("receipt-id:fragment1fragment2\n", around.answers().get(1).text());
    }

    @Test
    void aPongIsThatOfThePingInItsPlace() {
        AutobahnCase one = only("5", "5.19");
        assertEquals(
                List.of("pongme 1!", "pongme 2!"),
                one.answers().stream().limit(2).map(AutobahnCase.Answer::text).toList());
        assertEquals(2, one.pieces().size());
        assertTrue(one.closes());
    }

    @Test
    void aClosingFrameIsTheClientsOwnClose() {
        AutobahnCase one = only("7", "7.3.3");
        assertFalse(one.closes());
        assertArrayEquals(
                new byte[] {(byte) 0x88, (byte) 0x82, 0x37, (byte) 0xFA, 0x21, 0x3D, 0x34, 0x12},
                one.pieces().get(0));
    }

    private static AutobahnCase only(String group, String name) {
        return AutobahnTable.groups(group).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
