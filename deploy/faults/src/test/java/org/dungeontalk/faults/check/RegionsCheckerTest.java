package org.dungeontalk.faults.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegionsCheckerTest {

    private static final String ROOM = "room";

    private final History history = new History();
    private final PlayerHistory mira = history.player("here", "mira", ROOM);
    private final PlayerHistory tomas = history.player("there", "tomas", ROOM);

    @Test
    void eachRegionMayHaveAnOrderOfItsOwn() {
        RegionsChecker checker = checker(List.of("a", "b", "x", "y"), List.of("x", "a", "y", "b"));
        checker.check()
                .forEach((region, verdict) -> assertTrue(verdict.isClean(), region + verdict));
        assertEquals(Set.of("here", "there"), checker.check().keySet());
        assertEquals(Set.of(), checker.moved());
    }

    @Test
    void whatWasSentInOneRegionKeepsItsOrderInTheOther() {
        RegionsChecker checker = checker(List.of("a", "b", "x", "y"), List.of("x", "b", "y", "a"));
        assertEquals(Set.of("a", "b"), checker.moved());
    }

    @Test
    void findsWhatDidNotReachTheOtherRegionLost() {
        RegionsChecker checker = checker(List.of("a", "b", "x", "y"), List.of("x", "a", "y"));
        assertTrue(checker.check().get("here").isClean());
        assertEquals(1, checker.check().get("there").count(Violation.LOST));
    }

    @Test
    void findsWhatCameTwiceToTheOtherRegionDuplicate() {
        RegionsChecker checker =
                checker(List.of("a", "b", "x", "y"), List.of("x", "a", "a", "y", "b"));
        assertEquals(1, checker.check().get("there").count(Violation.DUPLICATE));
        assertFalse(checker.moved().isEmpty());
    }

    @Test
    void aReceiptInOneRegionSaysNothingAboutTheLogOfTheOther() {
        PlayerHistory jun = history.player("there", "jun", ROOM);
        List.of(mira, tomas, jun).forEach(PlayerHistory::joined);
        tomas.disconnected();
        send(mira, "a");
        tomas.joining();
        tomas.resumed();
        deliver("here", mira, List.of("a"));
        deliver("there", jun, List.of("a"));
        Verdict there = new RegionsChecker(history).check().get("there");
        assertEquals(Set.of(Violation.UNSEEN), there.findings().keySet(), there::toString);
    }

    @Test
    void aReadingInOneRegionSaysNothingAboutTheOther() {
        sendAll();
        deliver("here", mira, List.of("a", "b", "x", "y"));
        history.stored("there", ROOM, "a");
        deliver("there", tomas, List.of("b", "x", "y"));
        Verdict there = new RegionsChecker(history).check().get("there");
        assertEquals(Set.of(Violation.LOST), there.findings().keySet(), there::toString);
    }

    @Test
    void blamesAWrongAnswerOnTheRegionThatGaveIt() {
        sendAll();
        mira.receipt("a");
        deliver("here", mira, List.of("a", "b", "x", "y"));
        deliver("there", tomas, List.of("a", "b", "x", "y"));
        RegionsChecker checker = new RegionsChecker(history);
        assertEquals(1, checker.check().get("here").count(Violation.WRONGLY_TOLD));
        assertTrue(checker.check().get("there").isClean());
    }

    @Test
    void countsInEachRegionTheMessagesOfBoth() {
        history.counted("here", new History.Counts(4, 2));
        history.counted("there", new History.Counts(3, 2));
        RegionsChecker checker = checker(List.of("a", "b", "x", "y"), List.of("x", "a", "y", "b"));
        assertTrue(checker.check().get("here").isClean());
        assertEquals(1, checker.check().get("there").count(Violation.LOST));
    }

    private RegionsChecker checker(List<String> here, List<String> there) {
        sendAll();
        deliver("here", mira, here);
        deliver("there", tomas, there);
        return new RegionsChecker(history);
    }

    private void sendAll() {
        mira.joined();
        tomas.joined();
        send(mira, "a", "b");
        send(tomas, "x", "y");
    }

    private static void send(PlayerHistory player, String... ids) {
        for (String id : ids) {
            player.sent(id);
            player.receipt(id);
        }
    }

    private void deliver(String region, PlayerHistory reader, List<String> ids) {
        for (String id : ids) {
            history.stored(region, ROOM, id);
            reader.read(id, Source.LIVE);
        }
    }
}
