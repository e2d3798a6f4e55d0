package org.dungeontalk.gateway.publish;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.dungeontalk.gateway.log.IdClaim;
import org.dungeontalk.gateway.log.IdClaims;
import org.dungeontalk.gateway.log.IdStatus;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.moderation.Moderation;
import org.dungeontalk.gateway.trace.SendTrace;
import org.dungeontalk.gateway.trace.Traces;

/**
 * Admits messages of players and services to the log; there is no other way in. Refuses the
 * messages of muted senders and, under load, messages by {@link Priority}. Admitted messages keep
 * the order of the calls. Thread-safe, never blocks.
 */
@Singleton
public class Admission {
    /** The room has a message of another sender with the same id. */
    private static final Refusal TAKEN =
            new Refusal(
                    ErrorCode.INVALID_MESSAGE_ID, "Another player's message has this messageId.");

    private static final Refusal REUSED =
            new Refusal(
                    ErrorCode.MESSAGE_ID_REUSED,
                    "Another message of yours has this messageId. Send this one with an id of its"
                            + " own.");
    private static final Refusal FORGOTTEN =
            new Refusal(
                    ErrorCode.MESSAGE_ID_EXPIRED,
                    "messageId is too old to check whether the message was sent before. Resume,"
                            + " then send messages that are missing with new ids.");
    private static final Refusal UNREAD =
            new Refusal(
                    ErrorCode.LOG_UNAVAILABLE,
                    "The message could not be read back from the log in time. Send it again with"
                            + " the same messageId.");
    private static final Refusal BUSY =
            new Refusal(ErrorCode.GATEWAY_BUSY, "Too many messages wait for the log. Try again.");

    private final LogPublisher log;
    private final IdClaims claims;
    private final Moderation moderation;
    private final Traces traces;
    private final PublishMetrics metrics;

    Admission(
            LogPublisher log,
            IdClaims claims,
            Moderation moderation,
            Traces traces,
            PublishMetrics metrics) {
        this.log = log;
        this.claims = claims;
        this.moderation = moderation;
        this.traces = traces;
        this.metrics = metrics;
    }

    /**
     * A sender that keeps its messages in order.
     *
     * @param thread on which the sender is used
     */
    public Sender sender(Executor thread) {
        return new Sender(this, claims, thread);
    }

    /**
     * Publishes one message, in no order with others.
     *
     * @param listener gets the result once, on any thread
     */
    public void publish(Submission submission, Consumer<PublishResult> listener) {
        claims.claim(submission.message()).thenAccept(claim -> admit(submission, claim, listener));
    }

    /**
     * Writes the message, or refuses it at once. A message that is already in the log is confirmed
     * without being written again.
     *
     * @param claim on the message's id; released before the listener is called
     * @param listener gets the result once, on any thread
     */
    void admit(Submission submission, IdClaim claim, Consumer<PublishResult> listener) {
        LogMessage message = submission.message();
        Priority priority = submission.priority();
        IdStatus known = claim.known();
        if (known.state() != IdStatus.State.NEW) {
            new Entry(priority, claim, null, listener).answer(known, true);
            return;
        }
        SendTrace trace = trace(submission);
        Entry entry = new Entry(priority, claim, trace, listener);
        Optional<Refusal> muted = moderation.refusalOf(message);
        if (muted.isPresent()) {
            entry.accept(new PublishResult.Refused(muted.get()));
        } else if (log.fill() >= priority.share()
                || !log.offer(message, trace == null ? null : trace.traceparent(), entry)) {
            entry.accept(new PublishResult.Refused(busy(priority)));
        }
    }

    private SendTrace trace(Submission submission) {
        return traces.on()
                ? traces.send(submission.message(), submission.since(), submission.traceparent())
                        .orElse(null)
                : null;
    }

    private Refusal busy(Priority priority) {
        metrics.pressed(priority);
        return BUSY;
    }

    /**
     * One message on its way into the log. When it is logged, its span ends and its id is looked up
     * again, because another gateway may have logged the same id at the same time. Then the claim
     * is released and the listener is called.
     */
    private final class Entry implements Consumer<PublishResult> {
        private final Priority priority;
        private final IdClaim claim;
        private final SendTrace trace;
        private final Consumer<PublishResult> listener;

        /**
         * @param trace {@code null}: the message is not traced
         */
        Entry(Priority priority, IdClaim claim, SendTrace trace, Consumer<PublishResult> listener) {
            this.priority = priority;
            this.claim = claim;
            this.trace = trace;
            this.listener = listener;
        }

        @Override
        public void accept(PublishResult result) {
            if (result instanceof PublishResult.Logged at) {
                if (trace != null) {
                    trace.logged(at.partition(), at.offset());
                }
                claim.logged(at.partition(), at.offset())
                        .thenAccept(known -> answer(known, known.offset() != at.offset()));
            } else if (result instanceof PublishResult.Refused refused) {
                if (trace != null) {
                    trace.refused(refused.why().code());
                }
                finish(refused);
            }
        }

        /** Answers according to the status of the message's id. */
        void answer(IdStatus known, boolean repeated) {
            switch (known.state()) {
                case NEW, LOGGED -> {
                    if (repeated) {
                        metrics.repeated();
                    }
                    finish(new PublishResult.Logged(known.partition(), known.offset()));
                }
                case REUSED -> refuse(REUSED);
                case TAKEN -> refuse(TAKEN);
                case FORGOTTEN ->
                        refuse(FORGOTTEN.at(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
                case UNREAD -> refuse(UNREAD);
                case BUSY -> refuse(busy(priority));
            }
        }

        private void refuse(Refusal why) {
            finish(new PublishResult.Refused(why));
        }

        private void finish(PublishResult result) {
            claim.release();
            listener.accept(result);
        }
    }
}
