package org.dungeontalk.analytics.ingest;

/** Ends the decoding of one record; the reason is a sentence without the record's text. */
final class Unusable extends RuntimeException {

    Unusable(String reason) {
        super(reason, null, false, false);
    }
}
