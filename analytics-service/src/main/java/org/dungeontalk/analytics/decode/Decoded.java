package org.dungeontalk.analytics.decode;

import org.dungeontalk.analytics.message.GameMessage;

/** The result of decoding a record. */
public sealed interface Decoded {

    /** A message that can be counted. */
    record Readable(GameMessage message) implements Decoded {}

    /**
     * A record that can never be counted.
     *
     * @param reason a sentence without the record's text, for the dead letter
     */
    record Poison(String reason) implements Decoded {}
}
