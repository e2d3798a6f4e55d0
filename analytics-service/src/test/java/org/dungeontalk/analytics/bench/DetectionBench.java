package org.dungeontalk.analytics.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.detection.DetectorFactory;

/**
 * How good the detectors are: false alerts in real table talk, and recall and precision with
 * trouble mixed into it. Arguments: a file of sessions ({@code room, player, text} a line, gzipped)
 * and a seed. Without a file the talk is made up.
 */
public final class DetectionBench {

    private static final long START = 1_795_000_000_000L;
    private static final int CASES = 60;

    private DetectionBench() {}

    public static void main(String[] arguments) throws IOException {
        DetectorFactory rules = Judge.rules();
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 20261122;
        Script quiet = new Script(seed);
        List<String> rooms = talk(quiet, arguments);
        List<Alert> mistaken = Judge.alerts(rules, quiet.messages());
        int lines = quiet.messages().size();
        System.out.printf(
                "%,d messages of %d rooms: %d false alerts, %.2f per 10,000%n",
                lines, rooms.size(), mistaken.size(), 10_000.0 * mistaken.size() / lines);
        mistaken.forEach(
                alert -> System.out.println("  " + alert.kind() + " " + alert.subject().id()));
        trouble(quiet, rooms);
        System.out.printf(
                "%-12s %6s %6s %7s %9s %6s%n",
                "kind", "cases", "found", "recall", "precision", "alerts");
        print(Judge.scores(Judge.alerts(rules, quiet.messages()), quiet.labels()));
        Lulls lulls = new Lulls(seed);
        print(Judge.scores(Judge.silence(rules, lulls.troubled()), lulls.labels()));
        System.out.printf(
                "%,d quiet minutes: %d false alerts%n",
                lulls.quiet().length, Judge.silence(rules, lulls.quiet()).size());
    }

    private static void print(Map<AlertKind, Judge.Score> scores) {
        scores.forEach(
                (kind, score) ->
                        System.out.printf(
                                "%-12s %6d %6d %7.3f %9.3f %6d%n",
                                kind.word(),
                                score.cases(),
                                score.found(),
                                score.recall(),
                                score.precision(),
                                score.alerts()));
    }

    /** Real talk takes as long as it takes to say: 15 letters a second and a breath. */
    private static List<String> talk(Script script, String[] arguments) throws IOException {
        Map<String, Long> clocks = new HashMap<>();
        if (arguments.length == 0 || arguments[0].isEmpty()) {
            for (int i = 0; i < 40; i++) {
                clocks.put("room-" + i, 0L);
                script.chatter("room-" + i, 6, START, START + 4 * 3_600_000);
            }
            return new ArrayList<>(clocks.keySet());
        }
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(Path.of(arguments[0]))),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode spoken = json.readTree(line);
                String text = spoken.get("text").textValue();
                long at =
                        clocks.merge(
                                spoken.get("room").textValue(),
                                700L + text.length() * 66L,
                                Long::sum);
                script.say(
                        spoken.get("room").textValue(),
                        spoken.get("player").textValue(),
                        text,
                        START + at);
            }
        }
        return new ArrayList<>(clocks.keySet());
    }

    /** Trouble in every corner, never two at once in a room. */
    public static void trouble(Script script, List<String> rooms) {
        for (int i = 0; i < CASES; i++) {
            String room = rooms.get(i % rooms.size());
            long at = START + 600_000 + (i / rooms.size()) * 5_400_000L;
            script.flood(room, at);
            script.repeat(room, at + 600_000);
            script.nearRepeat(room, at + 1_200_000);
            script.links(room, at + 1_800_000);
            script.surge(room, at + 2_700_000);
            script.joins(room, at + 3_300_000);
            script.raid(rooms, at + 3_900_000 + i * 20_000L);
        }
    }
}
