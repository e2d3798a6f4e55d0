package org.dungeontalk.analytics.report;

import org.dungeontalk.analytics.rollup.Timeline;

/** A timeline as CSV (RFC 4180): one line per window, a header, times as ISO-8601. */
final class TimelineCsv {

    private static final String HEADER =
            "start,messages,players,new_players,returning_players,joins,leaves,whispers,turns\r\n";

    private TimelineCsv() {}

    static String of(Timeline timeline) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (Timeline.Window window : timeline.windows()) {
            csv.append(window.start()).append(',').append(window.messages()).append(',');
            csv.append(window.players()).append(',').append(known(window.newPlayers()));
            csv.append(',').append(known(window.returningPlayers())).append(',');
            csv.append(window.joins()).append(',').append(window.leaves()).append(',');
            csv.append(window.whispers()).append(',').append(window.turns()).append("\r\n");
        }
        return csv.toString();
    }

    private static String known(Long number) {
        return number == null ? "" : number.toString();
    }
}
