package org.dungeontalk.persistence.lifecycle;

import io.vertx.pgclient.PgException;

/**
 * The text of a failure that may be logged. PostgreSQL's messages quote values, so only the
 * SQLSTATE is used.
 */
public final class FailureReason {

    private FailureReason() {}

    public static String of(Throwable failure) {
        if (failure instanceof PgException refused) {
            return "SQLSTATE " + refused.getSqlState();
        }
        String message = failure.getMessage();
        String type = failure.getClass().getSimpleName();
        return message == null ? type : type + ": " + message;
    }

    /** Null if the failure is none of PostgreSQL. */
    public static String sqlState(Throwable failure) {
        return failure instanceof PgException refused ? refused.getSqlState() : null;
    }
}
