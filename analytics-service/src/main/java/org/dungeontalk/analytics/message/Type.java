package org.dungeontalk.analytics.message;

/** The type of a message: {@code type} of a chat message, {@code messageType} of a game message. */
public enum Type {
    JOIN,
    TALK,
    LEAVE,
    USER,
    AI,
    SYSTEM,
    TURN_START,
    TURN_END;

    /** Whether a player wrote it. Detectors of floods and repeats only see such messages. */
    public boolean isSpeech() {
        return this == TALK || this == USER;
    }
}
