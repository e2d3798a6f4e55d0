package org.dungeontalk.analytics.store;

/** Another instance has moved a partition's progress. The effects of this batch are not written. */
public final class ProgressConflictException extends RuntimeException {
    ProgressConflictException() {
        super("Another instance has counted a partition of this batch", null, false, false);
    }
}
