package org.dungeontalk.analytics.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What sort of room a message belongs to; the log's header {@code kind}. */
public enum Kind {
    CHAT,
    AICHAT;

    /** The word of the contract, in small letters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this word, empty if there is none. */
    public static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
