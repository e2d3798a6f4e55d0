package org.dungeontalk.gateway.log;

/**
 * What the log knows of a message's id.
 *
 * @param partition where the message is, if it is {@link State#LOGGED}
 * @param offset the same
 */
public record IdStatus(State state, int partition, long offset) {

    /** What may be known. */
    public enum State {
        /** Nothing has the id yet. */
        NEW,
        /** The message itself is in the log, first with its id. */
        LOGGED,
        /** Another message of its sender has the id. */
        REUSED,
        /** A message of somebody else has the id. */
        TAKEN,
        /** The id is older than those that are remembered. */
        FORGOTTEN,
        /** What was logged lately could not be read in time. */
        UNREAD,
        /** Too many wait to be told. */
        BUSY
    }

    static IdStatus of(State state) {
        return new IdStatus(state, -1, -1);
    }

    static IdStatus logged(int partition, long offset) {
        return new IdStatus(State.LOGGED, partition, offset);
    }
}
