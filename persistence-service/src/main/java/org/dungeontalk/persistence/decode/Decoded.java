package org.dungeontalk.persistence.decode;

import org.dungeontalk.persistence.log.LoggedMessage;

/** What a record turned out to be. */
public sealed interface Decoded {

    /** A message of the contract. */
    record Valid(LoggedMessage message) implements Decoded {}

    /**
     * A record that no retry can make useful.
     *
     * @param reason a sentence for an operator; never quotes the record
     */
    record Poison(String reason) implements Decoded {}
}
