package org.dungeontalk.faults.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.load.player.Answer;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Tally tally = new Tally((message, code) -> code.equals("MUTED"));
    private final Outbox outbox =
            new Outbox(new History().player("mira", "inn"), "by mira", tally, new PlayerTimes());

    @Test
    void theFirstReceiptOfAMessageIsCountedAndTheMessageMayBeRepeated() {
        Draft draft = outbox.write(Optional.empty());
        outbox.accepted(draft);
        assertEquals(1, tally.receipts());
        assertEquals(Optional.empty(), outbox.unanswered());
        assertEquals(Optional.of(draft), outbox.repeatable());
        outbox.accepted(draft);
        assertEquals(1, tally.receipts());
    }

    @Test
    void aMessageThatIsRefusedForAWhileStillWaits() {
        Draft draft = outbox.write(Optional.of("tomas"));
        assertEquals(
                Optional.of(draft), outbox.refused(draft, refusal("LOG_UNAVAILABLE", true, 0)));
        assertEquals(Optional.of(draft), outbox.unanswered());
        assertEquals(List.of(), tally.troubles());
    }

    @Test
    void aRefusalForGoodWithoutAReasonIsATrouble() {
        outbox.refused(outbox.write(Optional.empty()), refusal("MUTED", false, 0));
        assertEquals(List.of(), tally.troubles());
        Draft draft = outbox.write(Optional.empty());
        assertEquals(Optional.empty(), outbox.refused(draft, refusal("NO_SUCH_CODE", false, 0)));
        assertEquals(Optional.empty(), outbox.unanswered());
        assertEquals(List.of("mira was refused for good: NO_SUCH_CODE"), tally.troubles());
    }

    @Test
    void aMessageGetsAnIdWithTheTimeOfAGatewayWithAnotherClock() {
        Draft draft = outbox.write(Optional.of("tomas"));
        Draft next = outbox.refused(draft, refusal("MESSAGE_ID_EXPIRED", false, 2)).orElseThrow();
        assertNotEquals(draft.id(), next.id());
        assertEquals(draft.receiver(), next.receiver());
        assertEquals(Optional.of(next), outbox.unanswered());
        assertEquals(1, tally.clocksCorrected());
        assertEquals(List.of(), tally.troubles());
    }

    @Test
    void theAnswerToARepeatedMessageDoesNotEndTheWaitForTheNextOne() {
        Draft repeated = outbox.write(Optional.empty());
        outbox.accepted(repeated);
        Draft next = outbox.write(Optional.empty());
        outbox.accepted(repeated);
        assertEquals(Optional.empty(), outbox.refused(repeated, refusal("NO_SUCH_CODE", false, 0)));
        assertEquals(Optional.of(next), outbox.unanswered());
        assertTrue(tally.troubles().isEmpty());
    }

    private static Answer.Refused refusal(String code, boolean temporary, int hoursAhead) {
        return new Answer.Refused(
                code,
                "no",
                temporary,
                Optional.of(Instant.now().plus(Duration.ofHours(hoursAhead))));
    }
}
