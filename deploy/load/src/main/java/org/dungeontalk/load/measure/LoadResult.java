package org.dungeontalk.load.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a measurement has found.
 *
 * @param clients members in all
 * @param rooms that they were in
 * @param messages that count, sent in {@code seconds}
 * @param seconds of the counted part
 * @param expected deliveries that count, if nothing was lost
 * @param received of them, in order
 * @param deliverySeconds of the counted part, or until the last delivery if that came later
 * @param lostInWarmUp deliveries of the warm-up that never came, or not in order
 * @param repeated deliveries of a message that the member had
 * @param outOfOrder deliveries after a later message of the same sender
 * @param roomsWithTwoOrders rooms whose members did not see one order
 * @param closed connections that ended by themselves
 * @param refused messages by code
 * @param sentLate nanoseconds by which the last message was sent late
 * @param latencies from when a message was due until a member had it, in nanoseconds
 * @param cpuSeconds of the stack's processes in the counted part, by name; {@code null} for one
 *     that ended before its end. Empty for a gateway elsewhere
 */
record LoadResult(
        int clients,
        int rooms,
        long messages,
        double seconds,
        long expected,
        long received,
        double deliverySeconds,
        long lostInWarmUp,
        long repeated,
        long outOfOrder,
        int roomsWithTwoOrders,
        long closed,
        Map<String, Long> refused,
        long sentLate,
        Histogram latencies,
        Map<String, Double> cpuSeconds) {

    private static final double MILLI = 1e6;
    private static final double MICROS = 1e6;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final String[] NAMES = {"p50", "p90", "p99", "p999"};
    private static final long LATE = 1_000_000_000;

    /** Deliveries that count and never came, or not in order. */
    long lost() {
        return expected - received;
    }

    /** Whether every member got every message once and in one order. */
    boolean clean() {
        return lost() == 0
                && lostInWarmUp == 0
                && repeated == 0
                && outOfOrder == 0
                && roomsWithTwoOrders == 0
                && closed == 0
                && refused.isEmpty();
    }

    /** For a person. */
    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "members     %d in %d rooms%n"
                        + "messages    %d in %.0f s%n"
                        + "deliveries  %d of %d in %.1f s, %.0f/s%n",
                clients,
                rooms,
                messages,
                seconds,
                received,
                expected,
                deliverySeconds,
                received / deliverySeconds);
        if (received == 0) {
            out.println("latency     none, because nothing was delivered");
        } else {
            out.printf(
                    Locale.ROOT,
                    "latency     p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, most %.2f"
                            + " ms%n",
                    millis(PERCENTILES[0]),
                    millis(PERCENTILES[1]),
                    millis(PERCENTILES[2]),
                    millis(PERCENTILES[3]),
                    millis(100));
        }
        cpuSeconds.forEach((name, cpu) -> out.printf("cpu         %-12s %s%n", name, inWords(cpu)));
        out.printf(
                "checks      lost %d, lost in the warm-up %d, repeated %d, out of order %d,"
                        + " rooms with two orders %d, closed %d%n",
                lost(), lostInWarmUp, repeated, outOfOrder, roomsWithTwoOrders, closed);
        refused.forEach((code, count) -> out.printf("refused     %-24s %d%n", code, count));
        if (sentLate > LATE) {
            out.printf(
                    Locale.ROOT,
                    "The last message was sent %.1f s late: this program or the network is at its"
                            + " limit, and the latencies include that.%n",
                    sentLate / 1e9);
        }
    }

    private String inWords(Double cpu) {
        return cpu == null
                ? "unknown: it has ended"
                : String.format(
                        Locale.ROOT, "%.2f s, %.0f µs per message", cpu, cpu * MICROS / messages);
    }

    /** For a program: one line of JSON. */
    String json() throws JsonProcessingException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("clients", clients);
        fields.put("rooms", rooms);
        fields.put("messages", messages);
        fields.put("seconds", seconds);
        fields.put("expected", expected);
        fields.put("received", received);
        fields.put("lost", lost());
        fields.put("lostInWarmUp", lostInWarmUp);
        fields.put("repeated", repeated);
        fields.put("outOfOrder", outOfOrder);
        fields.put("roomsWithTwoOrders", roomsWithTwoOrders);
        fields.put("closed", closed);
        fields.put("refused", refused);
        fields.put("deliverySeconds", rounded(deliverySeconds));
        fields.put("deliveriesPerSecond", Math.round(received / deliverySeconds));
        for (int i = 0; i < PERCENTILES.length; i++) {
            fields.put(NAMES[i] + "Ms", inJson(PERCENTILES[i]));
        }
        fields.put("mostMs", inJson(100));
        fields.put("sentLateMs", rounded(sentLate / MILLI));
        fields.put("cpuSeconds", cpuSeconds);
        return new ObjectMapper().writeValueAsString(fields);
    }

    /** Null if nothing was delivered. */
    private Double inJson(double percentile) {
        return received == 0 ? null : Double.valueOf(rounded(millis(percentile)));
    }

    private double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / MILLI;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
