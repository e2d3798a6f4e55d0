package org.dungeontalk.analytics.activity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/** Refuses a query that would read too many rows, before it runs. */
public final class RowLimit {

    private RowLimit() {}

    /**
     * Counts the rows that the query would read, up to the bound.
     *
     * @param from the SQL after FROM
     * @return fails with an {@link IllegalArgumentException} that says how to ask for less
     */
    public static Uni<Void> check(SqlConnection with, String from, Tuple values, int most) {
        String count =
                "SELECT count(*) FROM (SELECT FROM " + from + " LIMIT " + (most + 1L) + ") b";
        return with.preparedQuery(count)
                .execute(values)
                .invoke(
                        rows -> {
                            if (rows.iterator().next().getLong(0) > most) {
                                throw new IllegalArgumentException(
                                        "The time between from and to has more than "
                                                + most
                                                + " rows. Request a shorter span, longer windows or"
                                                + " one room.");
                            }
                        })
                .replaceWithVoid();
    }
}
