package org.dungeontalk.gateway.room;

import java.util.Arrays;
import java.util.Optional;

/** The two kinds of room; each has its own destinations and its own body. */
public enum RoomKind {
    CHAT("chat"),
    AICHAT("aichat");

    private final String text;

    RoomKind(String text) {
        this.text = text;
    }

    /** The value of the record header {@code kind}. */
    public String text() {
        return text;
    }

    /** The prefix of the room's destination. */
    public String stream() {
        return "/sub/" + text + "/room/";
    }

    /** The kind for a value of the header {@code kind}. */
    public static Optional<RoomKind> of(String text) {
        return Arrays.stream(values()).filter(k -> k.text.equals(text)).findFirst();
    }
}
