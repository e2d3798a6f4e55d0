package org.dungeontalk.gateway.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A message on its way into the log that wants its id for itself. Must be released once the message
 * has its answer. Thread-safe, never blocks.
 */
public interface IdClaim {

    /** What is known of the id before the message is logged. */
    IdStatus known();

    /**
     * The message was logged there: what is known of its id once this gateway has read so far.
     *
     * @return never fails; {@link IdStatus.State#UNREAD} if it was not read in time
     */
    CompletionStage<IdStatus> logged(int partition, long offset);

    /** The message has its answer. */
    void release();

    /** For a message whose id nobody can have used: the gateway has just made it. */
    static IdClaim unchecked() {
        return answered(IdStatus.State.NEW);
    }

    /** Always the same answer. */
    static IdClaim answered(IdStatus.State state) {
        return new IdClaim() {
            @Override
            public IdStatus known() {
                return IdStatus.of(state);
            }

            @Override
            public CompletionStage<IdStatus> logged(int partition, long offset) {
                return CompletableFuture.completedFuture(IdStatus.logged(partition, offset));
            }

            @Override
            public void release() {
                // holds nothing
            }
        };
    }
}
