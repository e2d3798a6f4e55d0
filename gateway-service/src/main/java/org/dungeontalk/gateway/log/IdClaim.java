package org.dungeontalk.gateway.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reserves the id of a message on its way into the log. The caller must release it once the message
 * has its answer. Thread-safe, never blocks.
 */
public interface IdClaim {

    /** The status of the id before the message is logged. */
    IdStatus known();

    /**
     * The message was logged at this offset. Completes with the status of its id once this gateway
     * has read that far.
     *
     * @return never fails; {@link IdStatus.State#UNREAD} if the offset was not read in time
     */
    CompletionStage<IdStatus> logged(int partition, long offset);

    /** Releases the id: the message has its answer. */
    void release();

    /** For an id that this gateway has just generated, so no other message can have it. */
    static IdClaim unchecked() {
        return answered(IdStatus.State.NEW);
    }

    /** A claim with a fixed status. */
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
