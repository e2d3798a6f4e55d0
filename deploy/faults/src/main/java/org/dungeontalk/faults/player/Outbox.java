package org.dungeontalk.faults.player;

import java.time.Clock;
import java.util.Optional;
import org.dungeontalk.faults.check.PlayerHistory;
import org.dungeontalk.load.player.Answer;

/**
 * The messages of one player. One at a time waits for its receipt. If a gateway refuses the time in
 * its id, it gets a new one from the gateway's time. Not thread-safe.
 */
final class Outbox {

    private final PlayerHistory history;
    private final String text;
    private final Tally tally;
    private final PlayerTimes times;
    private final MessageIds ids = new MessageIds(Clock.systemUTC());
    private Draft unanswered;
    private Draft latest;

    Outbox(PlayerHistory history, String text, Tally tally, PlayerTimes times) {
        this.history = history;
        this.text = text;
        this.tally = tally;
        this.times = times;
    }

    /** The message that waits for its receipt. */
    Optional<Draft> unanswered() {
        return Optional.ofNullable(unanswered);
    }

    /** A new message, which waits from now on. None may wait before. */
    Draft write(Optional<String> receiver) {
        unanswered = Draft.of(ids.next(), text, receiver);
        times.sent(unanswered.id());
        return unanswered;
    }

    /** The latest message with a receipt, unless it is too old to be sent again. */
    Optional<Draft> repeatable() {
        return Optional.ofNullable(latest).filter(draft -> !draft.isOld());
    }

    /** The message that waits is given up. */
    void clear() {
        unanswered = null;
    }

    void accepted(Draft draft) {
        history.receipt(draft.id());
        if (!draft.equals(unanswered)) {
            tally.repeated();
            return;
        }
        tally.receipt();
        times.receipt();
        latest = draft;
        unanswered = null;
    }

    /**
     * Returns the message to send again after a pause; empty if this one does not wait any more.
     */
    Optional<Draft> refused(Draft draft, Answer.Refused no) {
        history.refused(draft.id(), no.code());
        tally.refused(no.code());
        if (!draft.equals(unanswered)) {
            return Optional.empty();
        }
        if (no.temporary()) {
            return unanswered();
        }
        if (ids.correctedBy(no)) {
            tally.clockCorrected();
            unanswered = Draft.of(ids.next(), text, draft.receiver());
            times.renamed(draft.id(), unanswered.id());
            return unanswered();
        }
        tally.refusedForGood(history.name(), draft, no.code());
        times.refused();
        unanswered = null;
        return Optional.empty();
    }
}
