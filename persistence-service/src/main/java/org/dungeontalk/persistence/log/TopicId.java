package org.dungeontalk.persistence.log;

import java.util.Locale;

/**
 * The id of a topic. A topic that is deleted and created again under its name has another id.
 *
 * @param mostSignificantBits of Kafka's topic id
 * @param text Kafka's own text of the id
 */
public record TopicId(long mostSignificantBits, String text) {

    /** The first 8 hex digits of the id: the epoch that cursors carry. */
    public String epoch() {
        return String.format(Locale.ROOT, "%08x", (int) (mostSignificantBits >>> 32));
    }
}
