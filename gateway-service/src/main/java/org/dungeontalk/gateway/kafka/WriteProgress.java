package org.dungeontalk.gateway.kafka;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tracks whether this gateway's writes succeed: messages, and the heart-beats of presence, so that
 * a failure is noticed even while nobody chats. Thread-safe, never blocks.
 */
@Singleton
public class WriteProgress {
    private static final Logger LOG = Logger.getLogger(WriteProgress.class);

    /** What fails so soon after a stall still belongs to it. */
    private static final long SETTLED_NANOS = Duration.ofSeconds(5).toNanos();

    private enum State {
        CONFIRMED,
        SOME_FAIL,
        STALLED
    }

    private final TopicWrites messages = new TopicWrites();
    private final TopicWrites presence = new TopicWrites();
    private State logged = State.CONFIRMED;
    private long stalledLast = System.nanoTime() - SETTLED_NANOS;

    /** The writes to the log. */
    public TopicWrites messages() {
        return messages;
    }

    /** The writes to the topic of presence. */
    public TopicWrites presence() {
        return presence;
    }

    /**
     * Whether no message has been confirmed for 5 seconds although some wait or have failed within
     * a minute. While nobody writes a message, the heart-beats of presence decide.
     */
    public boolean stalled() {
        return messages.stalled() || presence.stalled() && !messages.succeed();
    }

    /** Why the last write failed, if one failed within a minute. */
    public Optional<String> failure() {
        return messages.failure().or(presence::failure);
    }

    /**
     * Logs when {@link #stalled} has changed, or whether single messages fail while others are
     * confirmed. Called regularly by one thread.
     */
    public void logChange() {
        State now = state();
        if (now == logged) {
            return;
        }
        logged = now;
        switch (now) {
            case STALLED ->
                    LOG.warnf(
                            "Kafka confirms no writes; the gateway is not ready, %d writes wait:"
                                    + " %s",
                            messages.waiting() + presence.waiting(),
                            failure().orElse("no answer yet"));
            case SOME_FAIL ->
                    LOG.warnf(
                            "Kafka confirms some messages and others not: %s",
                            failure().orElse("no reason known"));
            case CONFIRMED -> LOG.info("Kafka confirms writes again");
        }
    }

    private State state() {
        if (stalled()) {
            stalledLast = System.nanoTime();
            return State.STALLED;
        }
        return messages.failure().isPresent() && messages.failedSince(stalledLast + SETTLED_NANOS)
                ? State.SOME_FAIL
                : State.CONFIRMED;
    }
}
