package org.dungeontalk.load.compare;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * What the load client has measured, in its own line of JSON.
 *
 * @param rate messages a second
 * @param deliveriesPerSecond received
 * @param p50 milliseconds
 * @param p99 milliseconds
 * @param p999 milliseconds
 * @param cpu microseconds of the server's CPU time per delivery
 * @param note the first thing that went wrong; {@code null} if nothing did
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ClientRun(
        double rate,
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

    /** One line about it, for the progress. */
    String line(int round, String server) {
        return String.format(
                Locale.ROOT,
                "round %d  %-12s %6.0f deliveries/s  p50 %.2f ms, p99 %.2f ms, %.1f µs%s",
                round,
                server,
                deliveriesPerSecond,
                p50,
                p99,
                cpu,
                clean() ? "" : "  with losses or disorder" + (note == null ? "" : ": " + note));
    }
}
