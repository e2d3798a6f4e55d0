package org.dungeontalk.analytics.store;

/** Another instance has moved a partition's progress: what was worked out here is not written. */
public final class ProgressConflictException extends RuntimeException {
    ProgressConflictException() {
        super("Another instance counts a partition of this batch", null, false, false);
    }
}
