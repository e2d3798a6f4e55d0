package org.dungeontalk.gateway.delivery;

/**
 * News about a room that is not of the log: it has no cursor and no place in the order of messages.
 *
 * @param messageId unlike any cursor, and never the same twice on one gateway
 * @param change for members who had a notice before; {@code null}: nothing is new for them
 * @param snapshot for members who had none yet
 */
public record Notice(String messageId, byte[] change, byte[] snapshot) {

    /** What a member wants of a notice. */
    public enum Wish {
        /** Nothing: it asked for none, or its subscription is not answered yet. */
        NONE,
        /** The whole: it had none yet. */
        SNAPSHOT,
        /** What changed. */
        CHANGE
    }
}
