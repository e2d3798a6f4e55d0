package org.dungeontalk.gateway.publish;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dungeontalk.gateway.log.Claim;
import org.dungeontalk.gateway.log.Known;
import org.dungeontalk.gateway.log.LogBusyException;
import org.dungeontalk.gateway.log.Outcome;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.moderation.Moderation;
import org.dungeontalk.gateway.trace.SendTrace;
import org.dungeontalk.gateway.trace.Traces;

/**
 * The one way of a message into the log, from players and services alike: not from a muted sender,
 * and under pressure by {@link Priority}. What is admitted keeps the order in which it came; what
 * is refused never entered, so no order changes. Thread-safe, never blocks.
 */
@Singleton
public class Admission {
    /** For a message with the id of another one in the room, of somebody else. */
    private static final Refusal TAKEN =
            new Refusal(
                    ErrorCode.INVALID_MESSAGE_ID, "messageId is that of another player's message.");

    private static final Refusal REUSED =
            new Refusal(
                    ErrorCode.MESSAGE_ID_REUSED,
                    "messageId is that of another message of yours. Send this one with its own.");
    private static final Refusal FORGOTTEN =
            new Refusal(
                    ErrorCode.MESSAGE_ID_EXPIRED,
                    "messageId is too old to tell whether the message came already. Resume, then"
                            + " send what is missing with a new id.");
    private static final Refusal UNREAD =
            new Refusal(
                    ErrorCode.LOG_UNAVAILABLE,
                    "The log could not be read in time. Send it again with the same messageId.");
    private static final Refusal BUSY =
            new Refusal(ErrorCode.GATEWAY_BUSY, "Too many messages wait. Try again.");
    private static final Refusal UNCONFIRMED =
            new Refusal(
                    ErrorCode.LOG_UNAVAILABLE,
                    "The log did not confirm in time. Send it again with the same messageId.");

    private final LogPublisher log;
    private final Moderation moderation;
    private final PublishMetrics metrics;
    private final Traces traces;

    Admission(LogPublisher log, Moderation moderation, PublishMetrics metrics, Traces traces) {
        this.log = log;
        this.moderation = moderation;
        this.metrics = metrics;
        this.traces = traces;
    }

    /**
     * A message's sender, who hears what became of it: {@link #logged} or {@link #refused}, once,
     * on any thread.
     */
    public interface Listener {
        /** When the message came in, on {@link System#nanoTime}'s clock. */
        long since();

        /** The header {@code traceparent} that came with it; {@code null} if none did. */
        String traceparent();

        /** All in-sync replicas have it, there. */
        void logged(int partition, long offset);

        /** It is not in the log; only after LOG_UNAVAILABLE it may be nevertheless. */
        void refused(Refusal why);
    }

    /**
     * Writes the message, or says at once why not. What the log has already is confirmed without
     * being written; what has the id of another message is refused.
     *
     * @param claim on the message's id; released when the listener has heard
     */
    public void publish(LogMessage message, Claim claim, Priority rank, Listener listener) {
        Claiming answered = new Claiming(claim, rank, listener);
        Known known = claim.known();
        if (known.state() == Known.State.NEW) {
            publish(message, rank, answered);
        } else {
            answered.tell(known, true);
        }
    }

    private void publish(LogMessage message, Priority rank, Listener listener) {
        if (traces.on()) {
            traces.send(message, listener.since(), listener.traceparent())
                    .ifPresentOrElse(
                            trace ->
                                    publish(
                                            message,
                                            rank,
                                            trace.traceparent(),
                                            new Traced(listener, trace)),
                            () -> publish(message, rank, null, listener));
        } else {
            publish(message, rank, null, listener);
        }
    }

    private void publish(LogMessage message, Priority rank, String traceparent, Listener listener) {
        Optional<Refusal> muted = moderation.silences(message);
        if (muted.isPresent()) {
            listener.refused(muted.get());
        } else if (log.fill() >= rank.share()) {
            listener.refused(busy(rank));
        } else {
            log.publish(message, traceparent, new Told(rank, listener));
        }
    }

    private Refusal busy(Priority rank) {
        metrics.pressed(rank);
        return BUSY;
    }

    /** Tells the sender once it is known that the message has its id for itself. */
    private final class Claiming implements Listener {
        private final Claim claim;
        private final Priority rank;
        private final Listener sender;

        Claiming(Claim claim, Priority rank, Listener sender) {
            this.claim = claim;
            this.rank = rank;
            this.sender = sender;
        }

        @Override
        public long since() {
            return sender.since();
        }

        @Override
        public String traceparent() {
            return sender.traceparent();
        }

        @Override
        public void logged(int partition, long offset) {
            claim.logged(partition, offset)
                    .thenAccept(known -> tell(known, known.offset() != offset));
        }

        @Override
        public void refused(Refusal why) {
            claim.release();
            sender.refused(why);
        }

        void tell(Known known, boolean repeated) {
            switch (known.state()) {
                case NEW, LOGGED -> accepted(known, repeated);
                case REUSED -> refused(REUSED);
                case TAKEN -> refused(TAKEN);
                case FORGOTTEN ->
                        refused(FORGOTTEN.at(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
                case UNREAD -> refused(UNREAD);
                case BUSY -> refused(busy(rank));
            }
        }

        private void accepted(Known at, boolean repeated) {
            claim.release();
            if (repeated) {
                metrics.repeated();
            }
            sender.logged(at.partition(), at.offset());
        }
    }

    /** Ends the message's span before its sender hears of it. */
    private record Traced(Listener sender, SendTrace trace) implements Listener {
        @Override
        public long since() {
            return sender.since();
        }

        @Override
        public String traceparent() {
            return sender.traceparent();
        }

        @Override
        public void logged(int partition, long offset) {
            trace.logged(partition, offset);
            sender.logged(partition, offset);
        }

        @Override
        public void refused(Refusal why) {
            trace.refused(why.code());
            sender.refused(why);
        }
    }

    /** Says in words of the contract what the log says. */
    private final class Told implements Outcome {
        private final Priority rank;
        private final Listener listener;

        Told(Priority rank, Listener listener) {
            this.rank = rank;
            this.listener = listener;
        }

        @Override
        public void logged(int partition, long offset) {
            listener.logged(partition, offset);
        }

        @Override
        public void failed(Throwable why) {
            listener.refused(why instanceof LogBusyException ? busy(rank) : UNCONFIRMED);
        }
    }
}
