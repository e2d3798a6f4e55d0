package org.dungeontalk.analytics.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an alert is about. */
public enum AlertKind {
    /** A player writes faster than people talk. */
    FLOOD,
    /** A player repeats the same text. */
    REPEAT,
    /** A player repeats nearly the same long text. */
    NEAR_REPEAT,
    /** Many players write the same text. */
    RAID,
    /** A room suddenly has far more messages than before. */
    SURGE,
    /** Too many players join a room at once. */
    JOIN_FLOOD,
    /** A player posts too many links or mentions. */
    LINK_FLOOD,
    /** Nobody writes in any room. */
    SILENCE,
    /** All rooms together suddenly have far fewer messages than before. */
    DROP;

    /** The word of the contract. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind with this word, or empty if there is none. */
    public static Optional<AlertKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
