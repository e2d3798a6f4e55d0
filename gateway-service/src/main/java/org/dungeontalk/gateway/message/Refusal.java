package org.dungeontalk.gateway.message;

import java.time.Instant;

/**
 * The answer to a frame that is not carried out; the connection stays open.
 *
 * @param message a sentence for a person; holds nothing of the refused message's text
 * @param until when the same message may succeed; {@code null} if unknown
 * @param serverTime the gateway's time, if the message was refused because of it; otherwise {@code
 *     null}
 * @param reason of the mute, in a moderator's words; otherwise {@code null}
 */
public record Refusal(
        ErrorCode code, String message, Instant until, Instant serverTime, String reason)
        implements Composed {

    public Refusal(ErrorCode code, String message) {
        this(code, message, null, null, null);
    }

    /**
     * @param until when the mute ends by itself; {@code null}: only when it is lifted
     * @param reason {@code null} if none is known
     */
    public static Refusal muted(String message, Instant until, String reason) {
        return new Refusal(ErrorCode.MUTED, message, until, null, reason);
    }

    /** This refusal with the gateway's time that the message was checked against. */
    public Refusal at(Instant time) {
        return new Refusal(code, message, until, time, reason);
    }
}
