package org.dungeontalk.analytics.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kind of a message's room; the log's header {@code kind}. */
public enum Kind {
    CHAT,
    AICHAT;

    private static final Kind[] ALL = values();

    private final String word = name().toLowerCase(Locale.ROOT);
    private final byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);

    /** The word of the contract, in lower case. */
    public String word() {
        return word;
    }

    /** The kind with this word in bytes, or empty if there is none. */
    public static Optional<Kind> of(byte[] word) {
        for (Kind kind : ALL) {
            if (Arrays.equals(kind.bytes, word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The kind with this word, or empty if there is none. */
    public static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
