package org.dungeontalk.analytics.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.dungeontalk.analytics.alert.AlertView;
import org.dungeontalk.analytics.moderation.Mute;

/** The answers of the report resources. */
public final class Reports {

    private Reports() {}

    /**
     * Alerts in the requested order.
     *
     * @param total number of alerts in the span
     */
    public record Alerts(List<AlertView> alerts, long total) {}

    /** The current mutes, newest first. */
    public record Mutes(List<Mute> mutes) {}

    /** The busiest rooms, most messages first, at most 100. */
    public record Rooms(List<Room> rooms) {}

    /** A room's messages and distinct senders in the span. */
    public record Room(String kind, String roomId, long messages, long players) {}

    /** The busiest players, most messages first. */
    public record Players(List<Player> players) {}

    /**
     * A player's messages in the span.
     *
     * @param rooms number of rooms with these messages
     */
    public record Player(String playerId, long messages, long rooms) {}

    /**
     * AI game rooms.
     *
     * @param turns turns that began
     * @param reportedMillis as the answers report it
     * @param observedMillis from a player's message to the answer, by the log's times
     */
    public record Answers(
            long turns,
            Percentiles reportedMillis,
            Percentiles observedMillis,
            List<AnswerHour> hours) {}

    /** The median response time of an hour. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record AnswerHour(
            Instant start, long answers, Double reportedMillis, Double observedMillis) {}

    /** Stays that ended in the span. */
    public record Sessions(Percentiles seconds, double messages) {}

    /** Messages by hour of the week, UTC, over whole weeks. */
    public record HeatMap(int weeks, List<HeatCell> cells) {}

    /**
     * @param weekday 1 Monday to 7 Sunday @param hour 0 to 23
     */
    public record HeatCell(int weekday, int hour, long messages) {}

    /**
     * The current state of the whole.
     *
     * @param messagesPerSecond by the messages' own times, over one to two minutes up to now
     * @param lag records of the log that are not yet counted
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Pulse(
            Instant at,
            double messagesPerSecond,
            long players,
            long rooms,
            long lag,
            long openAlerts,
            long mutes) {}
}
