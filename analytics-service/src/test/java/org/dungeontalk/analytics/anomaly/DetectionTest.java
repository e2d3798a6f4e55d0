package org.dungeontalk.analytics.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.bench.DetectionBench;
import org.dungeontalk.analytics.bench.Judge;
import org.dungeontalk.analytics.bench.Script;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.message.Type;
import org.dungeontalk.analytics.partition.PartitionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionTest {

    private static final long START = 1_795_000_000_000L;

    private final DetectorFactory rules = Judge.rules();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void findsTroubleAndLeavesTheRestAlone(long seed) {
        Script script = new Script(seed);
        List<String> rooms = IntStream.range(0, 20).mapToObj(i -> "room-" + i).toList();
        rooms.forEach(room -> script.chatter(room, 6, START, START + 5 * 3_600_000));
        assertEquals(List.of(), Judge.alerts(rules, script.messages()));
        DetectionBench.trouble(script, rooms);
        Judge.scores(Judge.alerts(rules, script.messages()), script.labels())
                .forEach(
                        (kind, score) -> {
                            assertTrue(score.recall() >= 0.95, kind + " " + score);
                            assertTrue(score.precision() >= 0.95, kind + " " + score);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gg",
                "GG!!",
                "ㅋㅋㅋㅋㅋㅋ",
                "ㅋㅋㅎㅎ",
                "ㄷㄷㄱㄱ",
                "ㅎㅎ",
                "크크큭",
                "hahaha",
                "/roll 2d6+3",
                "1d20",
                "주사위 20"
            })
    void everybodyMayRepeatWhatIsAllowed(String text) {
        Script script = new Script(3);
        for (int i = 0; i < 20; i++) {
            script.say("room", "mira", text, START + i * 4_000L);
        }
        assertEquals(List.of(), Judge.alerts(rules, script.messages()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://gold.example",
                "HTTPS://gold.example",
                "WWW.GOLD.EXAMPLE",
                "ht\u200btp\u2060://gold.example",
                "www\u00ad.gold.example",
                "\uff48ttp\uff1a//gold.example",
                "htt\u0440://gold.example",
                "h\u0301ttp://gold.example",
            })
    void linksAreAFloodAlsoInDisguise(String link) {
        Script script = new Script(6);
        for (int i = 0; i < 12; i++) {
            script.say("room", "mira", "number " + i + " " + link, START + i * 4_000L);
        }
        assertTrue(
                Judge.alerts(rules, script.messages()).stream()
                        .anyMatch(alert -> alert.kind() == AlertKind.LINK_FLOOD));
    }

    @Test
    void anAlertLastsWhileItGoesOnAndIsANewOneLater() {
        Script script = new Script(4);
        for (int burst = 0; burst < 2; burst++) {
            for (int i = 0; i < 60; i++) {
                script.say(
                        "room", "mira", "word " + burst + i, START + burst * 600_000L + i * 500L);
            }
        }
        List<Alert> floods =
                Judge.alerts(rules, script.messages()).stream()
                        .filter(alert -> alert.kind() == AlertKind.FLOOD)
                        .toList();
        assertEquals(2, floods.size());
        floods.forEach(alert -> assertEquals(60, alert.messages()));
        floods.forEach(alert -> assertEquals(Alert.CURSORS, alert.cursors().size()));
    }

    @ParameterizedTest
    @CsvSource({
        "I open the door, I open the door",
        "I OPEN the door!!!, i open the door",
        "ＧＯＯＤ luck everyone, good luck everyone",
        "soooooo good, soo good",
        "bu\u200by ch\u2060eap go\u00adld n\u202eow, buy cheap gold now",
        "buy\u3164cheap\u2800gold\uffa0now, buy cheap gold now",
        "b\u0301u\u034fy cheap g\ufe0fold now, buy cheap gold now",
        "bu\udb40\udc61y cheap gold now, buy cheap gold now",
        "bu\u0443 \u0441he\u0430\u0440 g\u043eld n\u043ew, buy cheap gold now",
        "\u0392UY CH\u0395\u0391\u03a1 G\u039fLD N\u039fW, buy cheap gold now",
        "b\u00fcy ch\u00e9\u00e1p g\u00f6ld n\u014dw, buy cheap gold now",
        "\u0299\u1d1c\u028f cheap \u0262\u1d0f\u029f\u1d05 now, buy cheap gold now",
        "buy cheap g0ld now, buy cheap gold now",
        "paypaI com, paypal com",
        "\ud835\udc1b\ud835\udc2e\ud835\udc32 cheap gold now, buy cheap gold now",
        "buy cheap gold now 🔥🔥, buy cheap gold now 🎲",
        "🅱uy cheap gold now, buy cheap gold now",
        "🐉🐉🐉🐉🐉🐉, 🐉🐉🐉",
        "👍🏽 👍🏿 🔥, 👍 👍 🔥",
    })
    void readsTheSameInDisguise(String disguised, String plain) {
        assertEquals(Text.of(plain).hash(), Text.of(disguised).hash());
    }

    @ParameterizedTest
    @CsvSource({
        "🐉🗡🔥, 3",
        "🐉🐉🐉🐉🐉, 3",
        "\ud83e\udee8\ud83e\udef7\ud83e\ude77, 3",
        "👨\u200d👩\u200d👧, 3",
        "$ € £ ★, 4",
        "𠀀𠀁𠀂, 3",
        "ok 🐉, 3",
        "fine 🐉, 4",
        "\u200b\u2800\u3164\u00ad\ufe0f\u202e, 0",
        "'\u0301 \u0007\u0085', 0",
        "..., 0",
    })
    void countsWhatShowsInCodePoints(String text, int length) {
        assertEquals(length, Text.of(text).length());
        assertEquals(length == 0, Text.of(text).hash() == 0);
    }

    @Test
    void aPlayerWhoRepeatsEmojiIsFoundAndOneWhoLaughsIsNot() {
        Script script = new Script(11);
        script.chatter("room-1", 6, START, START + 3_600_000);
        for (int i = 0; i < 30; i++) {
            script.say("room-1", "dragon", "🐉🗡🔥", START + 600_000 + i * 2_000L);
            script.say("room-1", "joker", "😂😂😂🤣", START + 1_800_000 + i * 2_000L);
        }
        List<Alert> alerts = Judge.alerts(rules, script.messages());
        assertEquals(
                List.of("dragon"),
                alerts.stream()
                        .filter(alert -> alert.kind() == AlertKind.REPEAT)
                        .map(alert -> alert.subject().id())
                        .toList());
    }

    /** A partition is saved and loaded at random moments; what it finds is what one life finds. */
    @Test
    void aStateThatWasSavedGoesOnAsIfNothingHadBeen() {
        Script script = new Script(5);
        List<String> rooms = List.of("room-1", "room-2", "room-3");
        rooms.forEach(room -> script.chatter(room, 5, START, START + 7_200_000));
        DetectionBench.trouble(script, rooms);
        Random random = new Random(6);
        PartitionState whole = rules.partition("00000000", 0);
        PartitionState broken = rules.partition("00000000", 0);
        long offset = 0;
        for (GameMessage message : script.messages()) {
            Observation seen = new Observation(offset++, message, Text.of(message.content()));
            whole.observe(seen);
            broken.observe(seen);
            if (random.nextInt(400) == 0) {
                assertEquals(whole.takeEffects().alerts(), broken.takeEffects().alerts());
                byte[] saved = broken.save();
                broken = rules.partition("00000000", 0);
                assertEquals(PartitionState.Loaded.AS_IT_WAS, broken.load(saved));
            }
        }
        assertEquals(whole.takeEffects().alerts(), broken.takeEffects().alerts());
    }

    @Test
    void aGatewayWhoseClockIsTwoHoursOffBlindsNobody() {
        List<GameMessage> messages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long at = START + i * 400L;
            messages.add(talk("wrong-" + i % 9, at + 7_200_000, i));
            messages.add(talk("right-" + i % 9, at, i));
            messages.add(talk("flooder", at, i));
        }
        List<Alert> alerts = Judge.alerts(rules, messages);
        assertEquals(1, alerts.size());
        assertEquals("flooder", alerts.get(0).subject().id());
    }

    /** Raids come out the same whichever partition was read first. */
    @Test
    void aRaidDoesNotDependOnTheOrderInWhichPartitionsAreSeen() {
        List<Raid.RaidMessage> raidMessages = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            raidMessages.add(
                    new Raid.RaidMessage(42, 100 + i, "room-" + i, START + i * 3_000L, i % 5, i));
        }
        long from = Math.floorDiv(START, Raid.SLOT) * Raid.SLOT;
        List<Alert> expected =
                rules.raid().alerts(42, raidMessages, from, from + Raid.SLOT, "00000000");
        assertEquals(1, expected.size());
        assertEquals(12, expected.get(0).players());
        Collections.reverse(raidMessages);
        assertEquals(
                expected,
                rules.raid().alerts(42, raidMessages, from, from + Raid.SLOT, "00000000"));
    }

    private static GameMessage talk(String player, long at, int number) {
        return new GameMessage(
                Kind.CHAT,
                Type.TALK,
                "room",
                new UUID(1, at + number),
                player,
                "some words " + number,
                false,
                -1,
                at);
    }
}
