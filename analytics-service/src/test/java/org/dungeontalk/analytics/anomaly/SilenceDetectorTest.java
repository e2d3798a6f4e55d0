package org.dungeontalk.analytics.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.bench.Judge;
import org.dungeontalk.analytics.bench.Lulls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceDetectorTest {

    private static final long MINUTE = 60_000;
    private static final long START = 1_795_000_020_000L;

    private final Map<UUID, Alert> alerts = new LinkedHashMap<>();
    private SilenceDetector silence = Judge.rules().silence();
    private long now = START;

    @Test
    void aMinuteWithoutAMessageIsASilence() {
        minutes(20, 300);
        minutes(3, 0);
        minutes(5, 300);
        Alert alert = only();
        assertEquals(AlertKind.SILENCE, alert.kind());
        assertEquals(START + 20 * MINUTE, alert.startedAt());
        assertEquals(START + 21 * MINUTE, alert.raisedAt());
        assertEquals(3, alert.messages());
    }

    @Test
    void twoMinutesOfATenthAreADropAndOneIsNot() {
        minutes(20, 300);
        minutes(1, 30);
        minutes(10, 300);
        assertEquals(Map.of(), alerts);
        minutes(4, 30);
        minutes(5, 300);
        Alert alert = only();
        assertEquals(AlertKind.DROP, alert.kind());
        assertEquals(START + 31 * MINUTE, alert.startedAt());
        assertEquals(START + 33 * MINUTE, alert.raisedAt());
        assertEquals(4, alert.messages());
    }

    @Test
    void aThirdOfTheMeanIsNoDropAndOneMessageLessIsOne() {
        minutes(20, 300);
        minutes(2, 100);
        assertEquals(Map.of(), alerts);
        silence = Judge.rules().silence();
        minutes(20, 300);
        minutes(2, 99);
        assertEquals(AlertKind.DROP, only().kind());
    }

    @Test
    void aSilenceThatBeginsWithinAMinuteIsNoDrop() {
        minutes(20, 300);
        minutes(1, 40);
        minutes(4, 0);
        minutes(1, 50);
        minutes(5, 300);
        assertEquals(AlertKind.SILENCE, only().kind());
    }

    @Test
    void belowTheFloorNothingIsUnusual() {
        minutes(30, 50);
        minutes(10, 0);
        assertEquals(Map.of(), alerts);
    }

    @Test
    void nothingIsUnusualBeforeTenMinutesAreKnown() {
        minutes(9, 300);
        minutes(3, 0);
        assertEquals(Map.of(), alerts);
    }

    @Test
    void tenMinutesAreEnoughToKnowWhatIsUsual() {
        minutes(10, 300);
        minutes(1, 0);
        assertEquals(AlertKind.SILENCE, only().kind());
    }

    @Test
    void afterAnHourOfSilenceTenMinutesAreEnoughAgain() {
        minutes(20, 300);
        minutes(180, 0);
        assertEquals(AlertKind.SILENCE, only().kind());
        minutes(10, 300);
        minutes(1, 0);
        assertEquals(2, alerts.size());
    }

    @Test
    void whatLastsAnHourIsUsual() {
        minutes(30, 1_000);
        minutes(180, 100);
        assertEquals(60, only().messages());
        minutes(30, 1_000);
        assertEquals(1, alerts.size());
    }

    @Test
    void goesOnFromASavedStateAsIfNothingHadBeen() throws IOException {
        minutes(20, 300);
        minutes(2, 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        silence.save(new DataOutputStream(bytes));
        silence = Judge.rules().silence();
        silence.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        minutes(2, 0);
        assertEquals(4, only().messages());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsLullsOfAllSortsAndNothingElse(long seed) {
        Lulls lulls = new Lulls(seed);
        assertEquals(List.of(), Judge.silence(Judge.rules(), lulls.quiet()));
        Judge.scores(Judge.silence(Judge.rules(), lulls.troubled()), lulls.labels())
                .forEach(
                        (kind, score) -> {
                            assertTrue(score.recall() >= 0.95, kind + " " + score);
                            assertTrue(score.precision() >= 0.95, kind + " " + score);
                        });
    }

    private void minutes(int count, long messages) {
        IntStream.range(0, count)
                .forEach(
                        i -> {
                            silence.minute(now, messages, "00000000")
                                    .ifPresent(alert -> alerts.put(alert.id(), alert));
                            now += MINUTE;
                        });
    }

    private Alert only() {
        assertEquals(1, alerts.size(), alerts.toString());
        return alerts.values().iterator().next();
    }
}
