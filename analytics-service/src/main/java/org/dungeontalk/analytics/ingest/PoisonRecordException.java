package org.dungeontalk.analytics.ingest;

/**
 * Among the records of a batch is one that can't be counted, now or later: PostgreSQL blames its
 * values, or working on it fails.
 */
final class PoisonRecordException extends RuntimeException {

    /**
     * @param reason a sentence without the record's text, for the dead letter
     */
    PoisonRecordException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
