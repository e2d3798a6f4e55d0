package org.dungeontalk.faults.check;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message's way from its sender to its readers.
 *
 * @param at nanoseconds of its first event; {@code Long.MAX_VALUE} if it is only stored
 * @param receiver of a whisper; {@code null} if it is none
 * @param steps what its senders did and were answered
 * @param places its places in the room's log, from 1; empty if it is not stored
 * @param stored number of rows of the room
 * @param readings who read it
 */
public record Way(
        String room,
        String id,
        long at,
        String receiver,
        List<Step> steps,
        List<Integer> places,
        int stored,
        List<Reading> readings) {

    private static final int MOST_READINGS = 12;

    /**
     * A step of a sender.
     *
     * @param what {@code sent}, {@code receipt} or the code of a refusal
     * @param at nanoseconds since the history began
     */
    public record Step(String player, String what, long at) {}

    /**
     * A player's reading.
     *
     * @param place the message's number among all that the player read, from 1; in a reading of the
     *     history, its number there
     * @param at nanoseconds since the history began
     */
    public record Reading(String player, int place, Source source, long at) {}

    /** The way on one line. */
    String text() {
        return Stream.of(id + " in " + room, sending(), storing(), reading())
                .collect(Collectors.joining("; "));
    }

    private String sending() {
        if (steps.isEmpty()) {
            return "nobody sent it";
        }
        String list =
                steps.stream()
                        .map(step -> step.player + " " + step.what + seconds(step.at))
                        .collect(Collectors.joining(", "));
        return receiver == null ? list : "to " + receiver + ": " + list;
    }

    private String storing() {
        if (places.isEmpty()) {
            return "not stored";
        }
        return places.stream().map(String::valueOf).collect(Collectors.joining(" and "))
                + " of "
                + stored
                + " stored";
    }

    private String reading() {
        if (readings.isEmpty()) {
            return "nobody read it";
        }
        String list =
                readings.stream()
                        .limit(MOST_READINGS)
                        .map(Way::describe)
                        .collect(Collectors.joining(", "));
        int more = readings.size() - MOST_READINGS;
        return "read by " + list + (more > 0 ? " and %,d more".formatted(more) : "");
    }

    private static String describe(Reading reading) {
        String where =
                switch (reading.source) {
                    case LIVE -> "live";
                    case RESUME -> "in a resume";
                    case HISTORY -> "in the history";
                };
        return reading.player + " as number " + reading.place + " " + where + seconds(reading.at);
    }

    private static String seconds(long nanos) {
        return " at %.3f s".formatted(nanos / 1e9);
    }
}
