package org.dungeontalk.analytics.decode;

import org.dungeontalk.analytics.message.GameMessage;

/** What a record of the log turned out to be. */
public sealed interface Decoded {

    /** A message that can be counted. */
    record Readable(GameMessage message) implements Decoded {}

    /**
     * A record that never can be counted.
     *
     * @param reason a sentence without the record's text, for the dead letter
     */
    record Poison(String reason) implements Decoded {}
}
