package org.dungeontalk.gateway.message;

/**
 * A frame that is not carried out; the connection lives on.
 *
 * @param message a sentence for a person, without anything of the refused message's text
 */
public record Refusal(ErrorCode code, String message) implements Composed {

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
