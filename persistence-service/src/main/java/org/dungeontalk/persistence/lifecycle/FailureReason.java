package org.dungeontalk.persistence.lifecycle;

import io.smallrye.mutiny.CompositeException;
import io.vertx.sqlclient.DatabaseException;
import java.util.List;
import java.util.Optional;

/**
 * The text of a failure for the log and the probes. PostgreSQL's messages quote values, so only
 * their SQLSTATE is used, also if another failure wraps them.
 */
public final class FailureReason {

    private static final int DEEPEST = 16;

    private FailureReason() {}

    /** A short text, without values from rows. */
    public static String of(Throwable failure) {
        return refusal(failure, 0)
                .map(refused -> "SQLSTATE " + refused.getSqlState())
                .orElseGet(() -> byType(failure));
    }

    private static Optional<DatabaseException> refusal(Throwable failure, int depth) {
        if (failure instanceof DatabaseException refused) {
            return Optional.of(refused);
        }
        if (failure == null || depth > DEEPEST) {
            return Optional.empty();
        }
        List<Throwable> causes =
                failure instanceof CompositeException several
                        ? several.getCauses()
                        : failure.getCause() == null ? List.of() : List.of(failure.getCause());
        return causes.stream()
                .map(cause -> refusal(cause, depth + 1))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String byType(Throwable failure) {
        String type = failure.getClass().getSimpleName();
        return failure.getMessage() == null ? type : type + ": " + failure.getMessage();
    }
}
