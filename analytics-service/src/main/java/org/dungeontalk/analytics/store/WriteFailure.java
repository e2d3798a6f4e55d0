package org.dungeontalk.analytics.store;

import io.vertx.sqlclient.DatabaseException;
import java.time.DateTimeException;
import java.util.Set;

/**
 * What a failed write asks for, told by SQLSTATE. Only what PostgreSQL itself blames on the values
 * is {@link #DATA}, and what the client can't write down; everything else is waited out. So no
 * record is given up because a database was away, full, busy, or lacked a table.
 */
public enum WriteFailure {
    /** Try the same again later. */
    WAIT,
    /** A value can't be written; trying again changes nothing. */
    DATA;

    /** Cardinality violation, data exception, constraint violation, a limit of PostgreSQL's own. */
    private static final Set<String> CLASSES = Set.of("21", "22", "23", "54");

    /** Tells what this failure asks for. */
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
