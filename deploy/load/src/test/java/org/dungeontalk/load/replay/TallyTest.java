package org.dungeontalk.load.replay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally(4);

    @Test
    void isContentWhenEveryLineHasAReceiptOrARefusal() {
        tally.receipt(1_000_000);
        tally.receipt(1_000_000);
        tally.refused("CONTENT_TOO_LONG");
        assertFalse(tally.allAnswered());
        tally.refused("RATE_LIMITED");
        assertTrue(tally.allAnswered());
    }

    @Test
    void isNotContentWithALineThatNobodyAnswered() {
        tally.receipt(1_000_000);
        tally.receipt(1_000_000);
        tally.receipt(1_000_000);
        tally.unanswered();
        assertFalse(tally.allAnswered());
    }

    @Test
    void saysTheReasonsAndTheRoundTrips() {
        tally.receipt(1_000_000);
        tally.receipt(2_000_000);
        tally.receipt(9_000_000);
        tally.refused("CONTENT_TOO_LONG");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        tally.print(new PrintStream(said, true, StandardCharsets.UTF_8));
        String text = said.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("receipts    3"), text);
        assertTrue(text.contains("CONTENT_TOO_LONG     1"), text);
        assertTrue(text.contains("p50 2.0 ms, p95 9.0 ms"), text);
    }

    @Test
    void saysWhyLinesWentAgainAndPrintsOnceWhoeverEndsIt() {
        tally.retried("RATE_LIMITED");
        tally.retried("RATE_LIMITED");
        tally.retried("no answer");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        tally.print(out);
        tally.print(out);
        String text = said.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("tried again 3"), text);
        assertTrue(text.contains("  RATE_LIMITED         2"), text);
        assertTrue(text.indexOf("sent ") == text.lastIndexOf("sent "), text);
    }
}
