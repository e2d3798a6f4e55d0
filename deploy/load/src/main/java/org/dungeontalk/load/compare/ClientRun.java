package org.dungeontalk.load.compare;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What the load client has measured, in its own line of JSON.
 *
 * @param received deliveries of the messages that count
 * @param deliveriesPerSecond received until the last one
 * @param p50 milliseconds
 * @param p99 milliseconds
 * @param p999 milliseconds
 * @param cpu microseconds of the server's CPU time per delivery
 * @param note the first thing that went wrong; {@code null} if nothing did
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ClientRun(
        long received,
        long lost,
        long duplicates,
        @JsonProperty("out_of_order") long outOfOrder,
        @JsonProperty("rooms_with_split_order") long splitRooms,
        @JsonProperty("deliveries_per_s") double deliveriesPerSecond,
        @JsonProperty("p50_ms") double p50,
        @JsonProperty("p99_ms") double p99,
        @JsonProperty("p999_ms") double p999,
        @JsonProperty("cpu_us_per_delivery") double cpu,
        String note) {

    /** Whether every member got every message once, in one order. */
    boolean clean() {
        return lost + duplicates + outOfOrder + splitRooms == 0;
    }

    /**
     * When the first message that counts was due.
     *
     * @param last when the client had its last delivery
     */
    Instant from(Instant last) {
        return last.minus(Duration.ofNanos(Math.round(received / deliveriesPerSecond * 1e9)));
    }

    /** One line about it, for the progress. */
    String line(int round, String server, double rate) {
        return String.format(
                Locale.ROOT,
                "round %d  %-12s %s messages/s: %.0f deliveries/s, p50 %.2f ms, p99 %.2f ms,"
                        + " CPU %.1f µs per delivery%s",
                round,
                server,
                ComparisonTable.rate(rate),
                deliveriesPerSecond,
                p50,
                p99,
                cpu,
                clean() ? "" : "  with losses or disorder" + (note == null ? "" : ": " + note));
    }
}
