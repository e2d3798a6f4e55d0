package org.dungeontalk.faults.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a finding says about its first case. */
class WayTest {

    @Test
    void namesTheFirstMessageWithItsSenderItsAnswersItsPlaceAndItsReaders() {
        Evidence.OfMessage first =
                ofMessage(
                        "mtj+ m=a m!b m?b:LOG_UNAVAILABLE m!b m.b m=c mj<abc t<a [abc]",
                        Violation.UNSEEN);
        assertEquals("t has not read it", first.remark());
        assertEquals(
                new Way(
                        "room",
                        "b",
                        6,
                        null,
                        List.of(
                                new Way.Step("m", "sent", 6),
                                new Way.Step("m", "LOG_UNAVAILABLE", 7),
                                new Way.Step("m", "sent", 8),
                                new Way.Step("m", "receipt", 9)),
                        List.of(2),
                        3,
                        List.of(
                                new Way.Reading("m", 2, Source.LIVE, 13),
                                new Way.Reading("j", 2, Source.LIVE, 16))),
                first.way());
    }

    @Test
    void saysWhereAMessageWasReadInAResumeAndInTheHistory() {
        Evidence.OfMessage first =
                ofMessage(
                        "mt+ m=a mt<a t~ m=b>t m<b t^ t<<bb t*ab t*b m=c mt<c [abc]",
                        Violation.DUPLICATE);
        assertEquals("b", first.subject());
        assertEquals("t", first.way().receiver());
        assertEquals(
                List.of(
                        new Way.Reading("m", 2, Source.LIVE, 10),
                        new Way.Reading("t", 2, Source.RESUME, 12),
                        new Way.Reading("t", 3, Source.RESUME, 13),
                        new Way.Reading("t", 2, Source.HISTORY, 16),
                        new Way.Reading("t", 1, Source.HISTORY, 18)),
                first.way().readings());
    }

    @Test
    void saysThatAMessageIsStoredTwice() {
        Evidence.OfMessage first = ofMessage("mt+ m=ab mt<ab [bab]", Violation.DUPLICATE);
        assertEquals("b", first.subject());
        assertEquals(List.of(1, 3), first.way().places());
    }

    @Test
    void namesTheEarliestOfSeveralPlayers() {
        Evidence.OfPlayer first =
                assertInstanceOf(
                        Evidence.OfPlayer.class,
                        first("mt+ m=a mt<a t~ m~ [a]", Violation.NOT_RESUMED));
        assertEquals(new Evidence.OfPlayer("t", "room", 7, "has not come back"), first);
    }

    @Test
    void putsACaseOnOneLine() {
        assertEquals(
                "t has not read it: b in room; m sent at 0.000 s, m receipt at 0.000 s; 2 of 2"
                        + " stored; read by m as number 2 live at 0.000 s",
                first("mt+ m=ab m<ab t<a [ab]", Violation.UNSEEN).text());
        assertEquals(
                "nobody sent it: x in room; nobody sent it; 1 of 1 stored; nobody read it",
                first("[x]", Violation.UNEXPECTED).text());
        assertEquals(
                "stored more than once: a in room; to t: m sent at 0.000 s; 1 and 2 of 2 stored;"
                        + " read by m as number 1 live at 0.000 s, t as number 1 in the history at"
                        + " 0.000 s",
                first("m+ m!a>t m<a t*a [aa]", Violation.DUPLICATE).text());
        assertEquals(
                "messages: analytics-service counts 2, and there are 1",
                first("m+ m=a m<a [a] #2/1", Violation.DUPLICATE).text());
        assertEquals(
                "has not come back: m in room, at 0.000 s",
                first("m+ m~", Violation.NOT_RESUMED).text());
    }

    @Test
    void reportsEveryViolationOfOneHistory() {
        Verdict verdict =
                new Checker(Notation.history("mt+ m=abc m<ab t<aab m.a t~ [axb]")).check();
        assertEquals(
                "lost 1, duplicate 1, unseen 0, out of order 0, split order 0, unexpected 1,"
                        + " not resumed 1, wrongly told 1",
                verdict.counts());
        assertEquals(5, verdict.firstCases().lines().filter(line -> !line.isEmpty()).count());
        assertTrue(verdict.toString().contains("first lost: not stored: c in room"));
    }

    @Test
    void aMessageOfAnotherRoomIsUnexpected() {
        History history = new History();
        PlayerHistory mira = history.player("mira", "tavern");
        history.player("tomas", "crypt").read("a", Source.LIVE);
        mira.sent("a");
        history.stored(History.ONLY_REGION, "tavern", "a");
        Verdict verdict = new Checker(history).check();
        assertEquals(
                "lost 0, duplicate 0, unseen 0, out of order 0, split order 0, unexpected 1,"
                        + " not resumed 0, wrongly told 0",
                verdict.counts());
        assertTrue(verdict.firstCases().contains("a in crypt"), verdict::toString);
    }

    private static Evidence.OfMessage ofMessage(String history, Violation violation) {
        return assertInstanceOf(Evidence.OfMessage.class, first(history, violation));
    }

    private static Evidence first(String history, Violation violation) {
        Verdict verdict = new Checker(Notation.history(history)).check();
        assertTrue(verdict.findings().containsKey(violation), verdict::toString);
        return verdict.findings().get(violation).first();
    }
}
