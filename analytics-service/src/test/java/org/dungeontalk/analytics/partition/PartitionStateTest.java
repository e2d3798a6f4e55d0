package org.dungeontalk.analytics.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.anomaly.Detector;
import org.dungeontalk.analytics.anomaly.Episodes;
import org.dungeontalk.analytics.anomaly.Findings;
import org.dungeontalk.analytics.anomaly.Flood;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.answer.AnswerTracker;
import org.dungeontalk.analytics.bench.Script;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.partition.PartitionState.Loaded;
import org.dungeontalk.analytics.session.SessionTracker;
import org.dungeontalk.analytics.window.EventClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionStateTest {

    private static final long START = 1_795_000_000_000L;
    private static final long LATER = START + 24 * 3_600_000L;

    /** Each setting that a state depends on, low and high. */
    static final Map<String, List<String>> RANGES =
            Map.ofEntries(
                    Map.entry("windows.lateness", List.of("1S", "600S")),
                    Map.entry("windows.quiet", List.of("1S", "600S")),
                    Map.entry("windows.session-gap", List.of("1S", "600M")),
                    Map.entry("windows.remembered", List.of("1", "100000")),
                    Map.entry("anomaly.flood-in10s", List.of("1", "100")),
                    Map.entry("anomaly.flood-in60s", List.of("1", "400")),
                    Map.entry("anomaly.repeat-times", List.of("1", "24")),
                    Map.entry("anomaly.repeat-span", List.of("1S", "6000S")),
                    Map.entry("anomaly.near-repeat-times", List.of("1", "12")),
                    Map.entry("anomaly.near-repeat-span", List.of("1S", "6000S")),
                    Map.entry("anomaly.near-repeat-letters", List.of("1", "200")),
                    Map.entry("anomaly.near-repeat-alike", List.of("0", "1")),
                    Map.entry("anomaly.surge-floor", List.of("1", "500")),
                    Map.entry("anomaly.surge-deviations", List.of("0", "50")),
                    Map.entry("anomaly.surge-players", List.of("1", "50")),
                    Map.entry("anomaly.joins", List.of("1", "200")),
                    Map.entry("anomaly.join-span", List.of("1S", "3000S")),
                    Map.entry("anomaly.links", List.of("1", "50")),
                    Map.entry("anomaly.mentions", List.of("1", "50")),
                    Map.entry("anomaly.link-span", List.of("1S", "3000S")));

    static Stream<String[]> changes() {
        return RANGES.entrySet().stream()
                .flatMap(
                        range ->
                                Stream.of(
                                        new String[] {range.getKey(), "high", "low"},
                                        new String[] {range.getKey(), "low", "high"},
                                        new String[] {range.getKey(), "default", "low"},
                                        new String[] {range.getKey(), "default", "high"}));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aSnapshotOfOtherSettingsGoesOnWithThoseOfNow(String setting, String from, String to) {
        PartitionState before = partition(setting, from);
        long offset = observe(before, 0, messages(START));
        PartitionState loaded = partition(setting, to);
        assertEquals(Loaded.OF_OTHER_SETTINGS, loaded.load(before.save()));
        offset = observe(loaded, offset, messages(START + 60_000));
        assertNull(loaded.takeFailure());
        loaded.takeEffects();
        PartitionState fresh = partition(setting, to);
        observe(loaded, offset, messages(LATER));
        observe(fresh, offset, messages(LATER));
        assertEquals(alerts(fresh), alerts(loaded));
        assertNull(loaded.takeFailure());
    }

    @ParameterizedTest
    @CsvSource({
        "anomaly.joins, 0",
        "anomaly.flood-in60s, -1",
        "anomaly.flood-in10s, 2000000000",
        "anomaly.repeat-times, 25",
        "anomaly.near-repeat-times, 13",
        "windows.remembered, 0",
        "anomaly.join-span, 0S",
        "windows.lateness, 5000D"
    })
    void aSettingWithWhichNothingCouldBeFoundIsRefused(String setting, String value) {
        AnalyticsConfig config = Settings.of(Map.of(setting, value));
        String why =
                assertThrows(IllegalStateException.class, () -> new DetectorFactory(config))
                        .getMessage();
        assertTrue(why.startsWith("dungeontalk." + setting), why);
    }

    @Test
    void whatIsNoSnapshotIsNotRead() {
        byte[] saved = partition("anomaly.joins", "default").save();
        Random random = new Random(1);
        byte[] noise = new byte[500];
        random.nextBytes(noise);
        System.arraycopy(saved, 0, noise, 0, 4);
        assertEquals(Loaded.UNREADABLE, partition("anomaly.joins", "low").load(noise));
        assertEquals(Loaded.UNREADABLE, partition("anomaly.joins", "low").load(new byte[0]));
    }

    @Test
    void aDetectorThatFailsStopsNeitherTheOthersNorTheCounting() {
        PartitionState partition =
                new PartitionState(
                        1,
                        new EventClock(40_000),
                        () -> List.of(new Failing(), new Flood(10, 45, 100)),
                        new Episodes(60_000, "e-0", 100),
                        new SessionTracker(1_800_000, 100),
                        new AnswerTracker(100));
        List<GameMessage> messages = messages(START);
        observe(partition, 0, messages);
        assertNotNull(partition.takeFailure());
        Effects effects = partition.takeEffects();
        assertEquals(
                messages.size(),
                effects.activity().values().stream().mapToInt(counts -> counts.messages()).sum());
        assertFalse(effects.alerts().isEmpty());
    }

    private static PartitionState partition(String setting, String which) {
        Map<String, String> settings =
                which.equals("default")
                        ? Map.of()
                        : Map.of(setting, RANGES.get(setting).get(which.equals("low") ? 0 : 1));
        return new DetectorFactory(Settings.of(settings)).partition("00000000", 0);
    }

    /** But those that compare a room with what it was the day before. */
    private static List<UUID> alerts(PartitionState partition) {
        return partition.takeEffects().alerts().stream()
                .filter(alert -> alert.kind() != AlertKind.SURGE)
                .map(Alert::id)
                .toList();
    }

    private static long observe(PartitionState partition, long offset, List<GameMessage> messages) {
        long next = offset;
        for (GameMessage message : messages) {
            partition.observe(new Observation(next++, message, Text.of(message.content())));
        }
        return next;
    }

    /** Ten players who write, join, link and repeat themselves for half a minute. */
    private static List<GameMessage> messages(long start) {
        Script script = new Script(start);
        for (int i = 0; i < 900; i++) {
            long at = start + i * 33L;
            String player = "p-" + i % 10;
            script.say(
                    "room-" + i % 3,
                    player,
                    switch (i % 5) {
                        case 0 -> "see www.example.com/" + i + " @anna @ben";
                        case 1 -> "always the same words of mine";
                        case 2 -> "nearly the same words of mine, again and again, number " + i;
                        case 3 -> "short";
                        default -> "word " + i;
                    },
                    at);
        }
        return script.messages();
    }

    /** Fails at every third message. */
    private static final class Failing implements Detector {

        @Override
        public void observe(Observation seen, Findings findings) {
            if (seen.offset() % 3 == 0) {
                throw new ArrayIndexOutOfBoundsException("for once");
            }
        }

        @Override
        public void forget(long before) {}

        @Override
        public void save(DataOutput out) {}

        @Override
        public void load(DataInput in) {}
    }
}
