package org.dungeontalk.gateway.log;

/**
 * The status of a message id in the log.
 *
 * @param partition of the message, if it is {@link State#LOGGED}
 * @param offset of the message, if it is {@link State#LOGGED}
 */
public record IdStatus(State state, int partition, long offset) {

    /** The possible states of an id. */
    public enum State {
        /** No message has the id yet. */
        NEW,
        /** The message itself is in the log, as the first with its id. */
        LOGGED,
        /** Another message of the same sender has the id. */
        REUSED,
        /** A message of another sender has the id. */
        TAKEN,
        /** The id is older than the ids that are remembered. */
        FORGOTTEN,
        /** The latest records of the partition could not be read in time. */
        UNREAD,
        /** Too many messages wait for their confirmation. */
        BUSY
    }

    static IdStatus of(State state) {
        return new IdStatus(state, -1, -1);
    }

    static IdStatus logged(int partition, long offset) {
        return new IdStatus(State.LOGGED, partition, offset);
    }
}
