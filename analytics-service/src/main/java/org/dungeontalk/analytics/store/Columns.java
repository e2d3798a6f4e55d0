package org.dungeontalk.analytics.store;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Turns rows into the arrays that {@code unnest} takes, one per column. */
final class Columns<T> {

    private final List<T> rows;
    private final Tuple tuple = Tuple.tuple();

    private Columns(Collection<T> rows) {
        this.rows = List.copyOf(rows);
    }

    static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(rows);
    }

    Columns<T> texts(Function<T, String> column) {
        return add(new String[rows.size()], column);
    }

    Columns<T> uuids(Function<T, UUID> column) {
        return add(new UUID[rows.size()], column);
    }

    Columns<T> ints(Function<T, Integer> column) {
        return add(new Integer[rows.size()], column);
    }

    Columns<T> longs(Function<T, Long> column) {
        return add(new Long[rows.size()], column);
    }

    Columns<T> booleans(Function<T, Boolean> column) {
        return add(new Boolean[rows.size()], column);
    }

    /** Event times in milliseconds. For thousands of rows use {@link #longs} instead. */
    Columns<T> times(ToLongFunction<T> column) {
        return add(new OffsetDateTime[rows.size()], row -> time(column.applyAsLong(row)));
    }

    Columns<T> value(Object value) {
        tuple.addValue(value);
        return this;
    }

    Tuple tuple() {
        return tuple;
    }

    private <V> Columns<T> add(V[] values, Function<T, V> column) {
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        tuple.addValue(values);
        return this;
    }

    static OffsetDateTime time(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
