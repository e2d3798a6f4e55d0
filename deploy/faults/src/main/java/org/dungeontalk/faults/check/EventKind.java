package org.dungeontalk.faults.check;

/** What happened to a player in a room. */
enum EventKind {
    /** A message left the player; also each time that it is sent again. */
    SENT,
    /** The log has the message. */
    RECEIPT,
    /** The gateway did not accept the message. */
    REFUSED,
    /** A refusal that leaves open whether the log has the message. */
    UNCONFIRMED,
    /** SUBSCRIBE left the player. */
    JOINING,
    /** SUBSCRIBE was answered: messages from now on. */
    JOINED,
    /** SUBSCRIBE was answered: the stream continues. */
    RESUMED,
    /** The player was told that messages are missing at this place of the stream. */
    GAP,
    READ_LIVE,
    READ_RESUMED,
    /** A reading of the history begins. */
    HISTORY,
    READ_HISTORY,
    DISCONNECTED,
    LEFT;

    private static final EventKind[] ALL = values();

    static EventKind of(byte ordinal) {
        return ALL[ordinal];
    }

    /** Whether it belongs to sending. */
    boolean isOfSender() {
        return ordinal() <= UNCONFIRMED.ordinal();
    }

    /** Whether a message came on the subscription. */
    boolean isOfStream() {
        return this == READ_LIVE || this == READ_RESUMED;
    }

    /** Where a message was read; {@code null} if none was. */
    Source source() {
        return switch (this) {
            case READ_LIVE -> Source.LIVE;
            case READ_RESUMED -> Source.RESUME;
            case READ_HISTORY -> Source.HISTORY;
            default -> null;
        };
    }
}
