package org.dungeontalk.gateway.stomp;

/** The frames a client may send, STOMP 1.0 to 1.2. */
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

    /** Whether the frame opens a session; its headers are never escaped. */
    public boolean opens() {
        return this == CONNECT || this == STOMP;
    }

    /**
     * The command of that name, in the capital letters that STOMP demands.
     *
     * @throws StompException if STOMP knows no such client frame
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
