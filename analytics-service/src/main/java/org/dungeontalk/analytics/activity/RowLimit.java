package org.dungeontalk.analytics.activity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Refuses a question whose answer would have to read too many rows, before it is worked on. */
public final class RowLimit {

    private RowLimit() {}

    /**
     * Counts what the question would read, no further than the bound.
     *
     * @param from the SQL after FROM
     * @return fails with an {@link IllegalArgumentException} that says how to ask
     */
    public static Uni<Void> check(SqlClient with, String from, Tuple values, int most) {
        String count =
                "SELECT count(*) FROM (SELECT FROM " + from + " LIMIT " + (most + 1L) + ") b";
        return with.preparedQuery(count)
                .execute(values)
                .invoke(
                        rows -> {
                            if (rows.iterator().next().getLong(0) > most) {
                                throw new IllegalArgumentException(
                                        "from and to span more than "
                                                + most
                                                + " rows: ask for a shorter span, longer windows or"
                                                + " one room");
                            }
                        })
                .replaceWithVoid();
    }
}
