package org.dungeontalk.analytics.store;

import io.vertx.sqlclient.DatabaseException;
import java.time.DateTimeException;
import java.util.Set;

/**
 * How to handle a failed write, by its SQLSTATE. Only failures that PostgreSQL blames on the
 * values, and values that the client can't encode, are {@link #DATA}. All others are retried. So no
 * record is given up because a database is away, full or busy, or lacks a table.
 */
public enum WriteFailure {
    /** Retry later. */
    WAIT,
    /** A value can't be written. A retry changes nothing. */
    DATA;

    /** Cardinality violation, data exception, constraint violation, a limit of PostgreSQL's own. */
    private static final Set<String> CLASSES = Set.of("21", "22", "23", "54");

    /** Classifies this failure. */
    public static WriteFailure of(Throwable failure) {
        if (failure instanceof DatabaseException refused) {
            String state = refused.getSqlState();
            boolean data = state != null && state.length() == 5;
            return data && CLASSES.contains(state.substring(0, 2)) ? DATA : WAIT;
        }
        boolean unwritable =
                failure instanceof IllegalArgumentException
                        || failure instanceof ClassCastException
                        || failure instanceof ArithmeticException
                        || failure instanceof DateTimeException
                        || failure instanceof IndexOutOfBoundsException;
        return unwritable ? DATA : WAIT;
    }
}
