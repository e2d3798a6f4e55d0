package org.dungeontalk.gateway.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts the rooms that need a partition, and knows whether it is being read. Thread-safe. */
final class PartitionUse {
    private enum State {
        UNREAD,
        OPENING,
        READ
    }

    private State state = State.UNREAD;
    private CompletableFuture<Void> position = new CompletableFuture<>();
    private int rooms;
    private long unusedSince;

    /** One more room needs it; true if it must be opened now. */
    synchronized boolean retain() {
        rooms++;
        if (state != State.UNREAD) {
            return false;
        }
        state = State.OPENING;
        return true;
    }

    /** One less room needs it. */
    synchronized void release(long now) {
        rooms--;
        unusedSince = now;
    }

    /** Completes when it is being read. */
    synchronized CompletionStage<Void> position() {
        return position;
    }

    /** Whether a room still needs it; if not, it goes back to unread. */
    synchronized boolean stillWanted() {
        if (rooms == 0) {
            state = State.UNREAD;
        }
        return rooms > 0;
    }

    /** It is being read from now on. */
    synchronized void opened() {
        state = State.READ;
        position.complete(null);
    }

    /** Marks it unread if no room has needed it for the grace period; true if it did. */
    synchronized boolean closeIfUnused(long now, long grace) {
        if (state != State.READ || rooms > 0 || now - unusedSince < grace) {
            return false;
        }
        state = State.UNREAD;
        position = new CompletableFuture<>();
        return true;
    }
}
