package org.dungeontalk.tools.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Makes the partitions of past months, which persistence-service does not make. What is in none
 * lies in the table {@code message_other}, where readers find it too.
 */
final class MonthPartitions {

    private static final YearMonth EARLIEST = YearMonth.of(2000, 1);

    /** The advisory lock of persistence-service's own maintenance. Writers wait 2 s at most. */
    private static final String ALONE =
            "SET LOCAL lock_timeout = '2s'; SELECT pg_advisory_xact_lock(4703918265001)";

    /** A month; of a month in which the partitions begin, what is before them. */
    private static final String MAKE =
            """
            SELECT persistence.make_message_partition(month.first, least(month.beyond, (
                SELECT min(from_time) FROM persistence.message_partition
                WHERE from_time > month.first)))
            FROM (VALUES (?::timestamptz, ?::timestamptz)) AS month(first, beyond)
            """;

    private final Connection connection;
    private final YearMonth latest;
    private final Set<YearMonth> made = new HashSet<>();

    /**
     * @param connection in transactions
     * @param now later months are persistence-service's
     */
    MonthPartitions(Connection connection, Instant now) {
        this.connection = connection;
        this.latest = month(now);
    }

    /** Makes the missing partitions of these ids. */
    void make(Collection<UUID> ids) throws SQLException {
        Set<YearMonth> months = new HashSet<>();
        ids.forEach(id -> months.add(month(MessageIds.timeOf(id))));
        months.removeAll(made);
        months.removeIf(month -> month.isBefore(EARLIEST) || month.isAfter(latest));
        if (months.isEmpty()) {
            return;
        }
        try (Statement alone = connection.createStatement();
                PreparedStatement make = connection.prepareStatement(MAKE)) {
            alone.execute(ALONE);
            for (YearMonth month : months) {
                make.setObject(1, start(month));
                make.setObject(2, start(month.plusMonths(1)));
                make.execute();
            }
        }
        connection.commit();
        made.addAll(months);
    }

    private static YearMonth month(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }

    private static OffsetDateTime start(YearMonth month) {
        return month.atDay(1).atTime(LocalTime.MIN).atOffset(ZoneOffset.UTC);
    }
}
