package org.dungeontalk.persistence.decode;

import org.dungeontalk.persistence.log.LoggedMessage;

/** The result of decoding a record. */
public sealed interface Decoded {

    /** A message of the contract. */
    record Valid(LoggedMessage message) implements Decoded {}

    /**
     * A record that cannot be used, whatever is retried.
     *
     * @param reason a sentence for an operator; never quotes the record
     */
    record Poison(String reason) implements Decoded {}
}
