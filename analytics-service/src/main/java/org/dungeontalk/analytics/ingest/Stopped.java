package org.dungeontalk.analytics.ingest;

/** Ends the reading; the service stops. */
final class Stopped extends RuntimeException {
    Stopped() {
        super("Stopping", null, false, false);
    }
}
