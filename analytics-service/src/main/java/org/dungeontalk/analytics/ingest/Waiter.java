package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Uni;

/** Waits on the reading thread without leaving the consumer group. */
@FunctionalInterface
interface Waiter {

    /** The item of this work, or its failure. */
    <T> T await(Uni<T> work);
}
