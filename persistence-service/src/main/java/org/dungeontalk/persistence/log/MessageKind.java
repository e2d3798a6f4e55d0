package org.dungeontalk.persistence.log;

import java.util.Optional;

/** The two kinds of rooms. The same id names two different rooms, one of each kind. */
public enum MessageKind {
    CHAT("chat"),
    AICHAT("aichat");

    private final String text;

    MessageKind(String text) {
        this.text = text;
    }

    /** The value of the header and of the column {@code kind}. */
    public String text() {
        return text;
    }

    /** Empty if no kind has this text. */
    public static Optional<MessageKind> of(String text) {
        for (MessageKind kind : values()) {
            if (kind.text.equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
