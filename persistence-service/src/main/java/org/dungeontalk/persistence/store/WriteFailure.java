package org.dungeontalk.persistence.store;

/**
 * Classifies a failed write by its SQLSTATE. Only failures for which PostgreSQL blames a value are
 * {@link #DATA}. All others, also those without SQLSTATE, are retried, so no record is
 * dead-lettered because the database is away, full, busy, or lacks a table.
 */
public enum WriteFailure {
    /** Retry later. */
    WAIT,
    /** A value cannot be stored; a retry does not help. */
    DATA;

    /** SQLSTATE of a row whose key is there already. */
    static final String UNIQUE_VIOLATION = "23505";

    /**
     * @param sqlState five characters, or null if the failure has none
     */
    public static WriteFailure of(String sqlState) {
        if (sqlState == null) {
            return WAIT;
        }
        boolean dataException = sqlState.startsWith("22");
        boolean constraintViolation = sqlState.startsWith("23");
        return dataException || constraintViolation ? DATA : WAIT;
    }
}
