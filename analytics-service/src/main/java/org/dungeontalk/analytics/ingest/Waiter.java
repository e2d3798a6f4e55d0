package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Uni;

/** Waits on the reading thread without leaving the consumer group. */
@FunctionalInterface
interface Waiter {

    /** Waits for the item of this work, or throws its failure. */
    <T> T await(Uni<T> work);
}
