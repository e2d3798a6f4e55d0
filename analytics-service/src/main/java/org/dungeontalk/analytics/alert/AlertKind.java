package org.dungeontalk.analytics.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an alert is about. */
public enum AlertKind {
    /** A player writes faster than anybody talks. */
    FLOOD,
    /** A player says the same again and again. */
    REPEAT,
    /** A player says nearly the same, at length, again and again. */
    NEAR_REPEAT,
    /** Many players say the same. */
    RAID,
    /** A room is suddenly far louder than it was. */
    SURGE,
    /** Many come into a room at once. */
    JOIN_FLOOD,
    /** A player posts links or calls names in masses. */
    LINK_FLOOD,
    /** Nobody says anything any more, anywhere. */
    SILENCE,
    /** All together are suddenly far quieter than they were. */
    DROP;

    /** The word of the contract. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of this word, empty if there is none. */
    public static Optional<AlertKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
