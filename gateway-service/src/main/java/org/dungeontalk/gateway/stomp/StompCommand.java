package org.dungeontalk.gateway.stomp;

/** The frames a client may send in STOMP 1.0 to 1.2. */
public enum StompCommand {
    CONNECT,
    STOMP,
    SEND,
    SUBSCRIBE,
    UNSUBSCRIBE,
    ACK,
    NACK,
    BEGIN,
    COMMIT,
    ABORT,
    DISCONNECT;

    /** Whether the frame opens a session; STOMP never escapes its headers. */
    public boolean opens() {
        return this == CONNECT || this == STOMP;
    }

    /**
     * The command with the name; STOMP requires capital letters.
     *
     * @throws StompException if STOMP has no such client frame
     */
    static StompCommand named(String name) {
        for (StompCommand command : values()) {
            if (command.name().equals(name)) {
                return command;
            }
        }
        throw new StompException("unknown command");
    }
}
