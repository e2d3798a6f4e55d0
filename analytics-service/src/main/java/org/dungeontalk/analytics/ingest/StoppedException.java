package org.dungeontalk.analytics.ingest;

/** Ends the reading because the service stops. */
final class StoppedException extends RuntimeException {
    StoppedException() {
        super("Stopping", null, false, false);
    }
}
