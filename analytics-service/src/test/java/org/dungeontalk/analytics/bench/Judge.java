package org.dungeontalk.analytics.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.anomaly.Raid;
import org.dungeontalk.analytics.anomaly.SilenceDetector;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.partition.PartitionState;

/** Runs messages through the detectors as the service would, and compares with the labels. */
public final class Judge {

    private static final int PARTITIONS = 30;
    private static final long LATE = 120_000;

    private Judge() {}

    /** The service's rules with its defaults. */
    public static DetectorFactory rules() {
        return new DetectorFactory(Settings.of(Map.of()));
    }

    /** All alerts of these messages, each as it stands in the end. */
    public static List<Alert> alerts(DetectorFactory rules, List<GameMessage> messages) {
        List<PartitionState> partitions =
                IntStream.range(0, PARTITIONS)
                        .mapToObj(number -> rules.partition("00000000", number))
                        .toList();
        long[] offsets = new long[PARTITIONS];
        Map<Object, Alert> alerts = new HashMap<>();
        Map<Long, List<Raid.RaidMessage>> raidMessages = new HashMap<>();
        for (GameMessage message : messages) {
            int number = partitionOf(message.roomId());
            Observation seen =
                    new Observation(offsets[number]++, message, Text.of(message.content()));
            partitions.get(number).observe(seen);
            rules.raid()
                    .candidate(seen, number)
                    .ifPresent(
                            raidMessage ->
                                    raidMessages
                                            .computeIfAbsent(
                                                    raidMessage.text(), text -> new ArrayList<>())
                                            .add(raidMessage));
        }
        for (PartitionState partition : partitions) {
            partition.takeEffects().alerts().forEach(alert -> alerts.put(alert.id(), alert));
        }
        long from = Math.floorDiv(messages.get(0).at(), Raid.SLOT) * Raid.SLOT;
        long to = messages.get(messages.size() - 1).at() + Raid.SLOT;
        raidMessages.forEach(
                (text, all) ->
                        rules.raid()
                                .alerts(text, all, from, to, "00000000")
                                .forEach(alert -> alerts.put(alert.id(), alert)));
        return List.copyOf(alerts.values());
    }

    /** The alerts about all messages together; how many each minute has. */
    public static List<Alert> silence(DetectorFactory rules, long[] minutes) {
        SilenceDetector silence = rules.silence();
        Map<Object, Alert> alerts = new HashMap<>();
        for (int i = 0; i < minutes.length; i++) {
            silence.minute(Lulls.start() + i * 60_000L, minutes[i], "00000000")
                    .ifPresent(alert -> alerts.put(alert.id(), alert));
        }
        return List.copyOf(alerts.values());
    }

    private static int partitionOf(String room) {
        return Utils.toPositive(Utils.murmur2(room.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
    }

    /** How good the alerts of a kind are. */
    public record Score(int cases, int found, int alerts, int right) {
        public double recall() {
            return cases == 0 ? 1 : (double) found / cases;
        }

        public double precision() {
            return alerts == 0 ? 1 : (double) right / alerts;
        }
    }

    /** Scores by kind, of the kinds that have a label or an alert. */
    public static Map<AlertKind, Score> scores(List<Alert> alerts, List<Script.Label> labels) {
        Map<AlertKind, Score> scores = new EnumMap<>(AlertKind.class);
        for (AlertKind kind : AlertKind.values()) {
            List<Script.Label> cases =
                    labels.stream().filter(label -> label.kind() == kind).toList();
            List<Alert> raised = alerts.stream().filter(alert -> alert.kind() == kind).toList();
            int found =
                    (int)
                            cases.stream()
                                    .filter(one -> raised.stream().anyMatch(a -> fits(a, one)))
                                    .count();
            int right =
                    (int)
                            raised.stream()
                                    .filter(a -> cases.stream().anyMatch(one -> fits(a, one)))
                                    .count();
            if (!cases.isEmpty() || !raised.isEmpty()) {
                scores.put(kind, new Score(cases.size(), found, raised.size(), right));
            }
        }
        return new TreeMap<>(scores);
    }

    private static boolean fits(Alert alert, Script.Label label) {
        return alert.subject().id().equals(label.subject())
                && alert.lastAt() >= label.from()
                && alert.startedAt() <= label.to() + LATE;
    }
}
