package org.dungeontalk.analytics.message;

/** What a message says it is: {@code type} of a chat message, {@code messageType} of a game's. */
public enum Type {
    JOIN,
    TALK,
    LEAVE,
    USER,
    AI,
    SYSTEM,
    TURN_START,
    TURN_END;

    /** Whether a player wrote it. Only what players write is looked at for floods and repeats. */
    public boolean isSpeech() {
        return this == TALK || this == USER;
    }
}
