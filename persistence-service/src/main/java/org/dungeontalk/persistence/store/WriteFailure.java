package org.dungeontalk.persistence.store;

/**
 * What a failed write asks for.
 *
 * <p>Told by SQLSTATE. Only what PostgreSQL itself blames on a value is {@link #DATA}; everything
 * else, a failure without SQLSTATE included, is waited out. So no record is given up because a
 * database was away, full, busy, or lacked a table.
 */
public enum WriteFailure {
    /** Try the same again later. */
    WAIT,
    /** A value can't be stored; trying again changes nothing. */
    DATA;

    /**
     * @param sqlState five characters, or null if the database did not answer
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
