package org.dungeontalk.persistence.log;

import java.util.Optional;

/** The two kinds of rooms; a room id names one room of each kind. */
public enum MessageKind {
    CHAT("chat"),
    AICHAT("aichat");

    private final String text;

    MessageKind(String text) {
        this.text = text;
    }

    /** As the header {@code kind} and the column {@code kind} say it. */
    public String text() {
        return text;
    }

    /** Empty if the log never names a kind so. */
    public static Optional<MessageKind> of(String text) {
        for (MessageKind kind : values()) {
            if (kind.text.equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
