package org.dungeontalk.analytics.ingest;

import org.jboss.logging.Logger;

/** Ends the process at once without a shutdown, because the code for that may be broken. */
final class ProcessEnd {

    private static final Logger LOG = Logger.getLogger(ProcessEnd.class);
    private static final int STATUS = 3;

    private ProcessEnd() {}

    static void now(Throwable why) {
        try {
            LOG.fatalf("The process ends after an error from which it can't recover: %s", why);
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
