package org.dungeontalk.gateway.message;

import java.time.Instant;

/**
 * A frame that is not carried out; the connection lives on.
 *
 * @param message a sentence for a person, without anything of the refused message's text
 * @param until when the same message may succeed, where that is known; else {@code null}
 * @param serverTime the gateway's clock, where the message was refused by it; else {@code null}
 */
public record Refusal(ErrorCode code, String message, Instant until, Instant serverTime)
        implements Composed {

    public Refusal(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    public Refusal(ErrorCode code, String message, Instant until) {
        this(code, message, until, null);
    }

    /** The same, with the time by which the message was judged. */
    public Refusal at(Instant time) {
        return new Refusal(code, message, until, time);
    }

    /** As an exception, for code that parses several fields. */
    static final class Thrown extends RuntimeException {
        private final transient Refusal refusal;

        Thrown(ErrorCode code, String message) {
            this(new Refusal(code, message));
        }

        Thrown(Refusal refusal) {
            super(refusal.message(), null, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
