package org.dungeontalk.gateway.message;

import java.time.Instant;

/**
 * A frame that is not carried out; the connection lives on.
 *
 * @param message a sentence for a person, without anything of the refused message's text
 * @param until when the same message may succeed, where that is known; else {@code null}
 * @param serverTime the gateway's clock, where the message was refused by it; else {@code null}
 * @param reason why the sender is muted, in a moderator's words; else {@code null}
 */
public record Refusal(
        ErrorCode code, String message, Instant until, Instant serverTime, String reason)
        implements Composed {

    public Refusal(ErrorCode code, String message) {
        this(code, message, null, null, null);
    }

    /**
     * @param until when the mute ends by itself; {@code null}: when it is lifted
     * @param reason {@code null} if none is known
     */
    public static Refusal muted(String message, Instant until, String reason) {
        return new Refusal(ErrorCode.MUTED, message, until, null, reason);
    }

    /** The same, with the time by which the message was judged. */
    public Refusal at(Instant time) {
        return new Refusal(code, message, until, time, reason);
    }
}
