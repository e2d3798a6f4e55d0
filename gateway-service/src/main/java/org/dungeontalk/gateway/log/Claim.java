package org.dungeontalk.gateway.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A message on its way into the log that wants its id for itself. Must be released once the message
 * has its answer. Thread-safe, never blocks.
 */
public interface Claim {

    /** What is known of the id before the message is logged. */
    Known known();

    /**
     * The message was logged there: what is known of its id once this gateway has read so far.
     *
     * @return never fails; {@link Known.State#UNREAD} if it was not read in time
     */
    CompletionStage<Known> logged(int partition, long offset);

    /** The message has its answer. */
    void release();

    /** For a message whose id nobody can have used: the gateway has just made it. */
    static Claim unchecked() {
        return answered(Known.State.NEW);
    }

    /** Always the same answer. */
    static Claim answered(Known.State state) {
        return new Claim() {
            @Override
            public Known known() {
                return Known.of(state);
            }

            @Override
            public CompletionStage<Known> logged(int partition, long offset) {
                return CompletableFuture.completedFuture(Known.logged(partition, offset));
            }

            @Override
            public void release() {
                // holds nothing
            }
        };
    }
}
