package org.dungeontalk.gateway.delivery;

/**
 * News about a room that is not in the log: it has no cursor and no place in the order of messages.
 *
 * @param messageId unlike any cursor, and unique on this gateway
 * @param change for members who had a notice before; {@code null}: nothing has changed for them
 * @param snapshot for members who have had none yet
 */
public record Notice(String messageId, byte[] change, byte[] snapshot) {

    /** The part of a notice that a member needs. */
    public enum Part {
        /** None: it asked for none, or its subscription is not answered yet. */
        NONE,
        /** The complete state: it has had no notice yet. */
        SNAPSHOT,
        /** The changes. */
        CHANGE
    }
}
