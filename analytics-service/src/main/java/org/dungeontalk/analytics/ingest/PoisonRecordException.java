package org.dungeontalk.analytics.ingest;

/**
 * A batch has a record that can never be counted: PostgreSQL blames its values, or processing it
 * fails.
 */
final class PoisonRecordException extends RuntimeException {

    /**
     * @param reason a sentence without the record's text, for the dead letter
     */
    PoisonRecordException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
