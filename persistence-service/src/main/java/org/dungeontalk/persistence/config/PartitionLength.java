package org.dungeontalk.persistence.config;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** The range of time of one partition of the table, in UTC. */
public enum PartitionLength {
    /** From midnight to midnight; for millions of messages a day. */
    DAY,
    /** From Monday to Monday. */
    WEEK,
    /** From the first of a month to the first of the next. */
    MONTH;

    /** The boundary at or before an instant. */
    public Instant startOf(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
        return midnight(
                switch (this) {
                    case DAY -> day;
                    case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case MONTH -> day.withDayOfMonth(1);
                });
    }

    /** The first boundary after an instant. */
    public Instant endOf(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
        return midnight(
                switch (this) {
                    case DAY -> day.plusDays(1);
                    case WEEK -> day.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
                    case MONTH -> day.withDayOfMonth(1).plusMonths(1);
                });
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
