package org.dungeontalk.load.player;

import java.time.Instant;
import java.util.Optional;

/** A gateway's answer to a SEND or SUBSCRIBE with a receipt. */
public sealed interface Answer {

    /** A RECEIPT: of a SEND, the log has the message. */
    record Accepted() implements Answer {}

    /**
     * A RECEIPT of a SUBSCRIBE.
     *
     * @param cursor every message of the room after it comes; empty if a newer one has come
     *     already, and from a gateway of a version that names none
     * @param resumed whether the stream continues at the client's cursor; empty if it sent none
     */
    record Subscribed(Optional<String> cursor, Optional<Boolean> resumed) implements Answer {}

    /**
     * A refusal on {@code /user/queue/errors}.
     *
     * @param code one of the contract's codes
     * @param message a sentence for a person
     * @param temporary whether the same, sent again later, may succeed
     * @param serverTime the gateway's time, if the refusal is about the time in the message's id
     */
    record Refused(String code, String message, boolean temporary, Optional<Instant> serverTime)
            implements Answer {}
}
