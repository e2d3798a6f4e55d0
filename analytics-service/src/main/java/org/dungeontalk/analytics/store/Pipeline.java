package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Statements that don't need each other's results. They are sent at once, and PostgreSQL runs them
 * in the order in which they were added. Use it for one connection and once.
 */
final class Pipeline {

    private static final IntConsumer ANY = rows -> {};

    private final SqlConnection with;
    private final List<Uni<Void>> statements = new ArrayList<>();

    Pipeline(SqlConnection with) {
        this.with = with;
    }

    Pipeline add(String sql, Tuple values) {
        return add(sql, values, ANY);
    }

    /** A statement without values. */
    Pipeline add(String sql) {
        statements.add(with.query(sql).execute().replaceWithVoid());
        return this;
    }

    /** Also checks the number of rows that the statement changed. */
    Pipeline add(String sql, Tuple values, IntConsumer rows) {
        statements.add(
                with.preparedQuery(sql)
                        .execute(values)
                        .invoke(result -> rows.accept(result.rowCount()))
                        .replaceWithVoid());
        return this;
    }

    /**
     * Sends all statements. If some fail, it fails with the first failure, once PostgreSQL has
     * answered all: in a transaction the others fail only because the first did.
     */
    Uni<Void> send() {
        return statements.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(statements)
                        .andCollectFailures()
                        .onFailure(CompositeException.class)
                        .transform(all -> all.getCauses().get(0))
                        .replaceWithVoid();
    }

    /** Sends all statements, and this as the last one. The item is its result. */
    <T> Uni<T> send(Uni<T> last) {
        List<T> result = new ArrayList<>(1);
        statements.add(last.invoke(result::add).replaceWithVoid());
        return send().map(done -> result.get(0));
    }
}
