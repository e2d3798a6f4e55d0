package org.dungeontalk.gateway.message;

import java.time.Instant;

/**
 * A frame that is not carried out; the connection lives on.
 *
 * @param message a sentence for a person, without anything of the refused message's text
 * @param until when the same message may succeed, where that is known; else {@code null}
 */
public record Refusal(ErrorCode code, String message, Instant until) implements Composed {

    public Refusal(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** As an exception, for code that parses several fields. */
    static final class Thrown extends RuntimeException {
        private final transient Refusal refusal;

        Thrown(ErrorCode code, String message) {
            super(message, null, false, false);
            this.refusal = new Refusal(code, message);
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
