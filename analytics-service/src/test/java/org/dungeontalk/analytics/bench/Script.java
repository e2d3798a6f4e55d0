package org.dungeontalk.analytics.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.message.Type;

/** Messages with labelled trouble among them; the same seed writes the same. */
public final class Script {

    private static final long SECOND = 1_000;
    private static final String[] WORDS =
            ("the dragon sword of an old king lies under a mountain where nobody walks at night we"
                 + " should open that door slowly and listen before you light your torch because"
                 + " goblins hear everything my shield is broken who has rope let us climb over"
                 + " this wall she whispers to him about gold silver maps poison bread water horses"
                 + " ships")
                    .split(" ");

    /** What should be found. @param subject a player, a room, or a text's hash */
    public record Label(AlertKind kind, String subject, long from, long to) {}

    private final Random random;
    private final List<GameMessage> messages = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();

    public Script(long seed) {
        random = new Random(seed);
    }

    /** All messages by time. */
    public List<GameMessage> messages() {
        messages.sort(Comparator.comparingLong(GameMessage::at));
        return messages;
    }

    public List<Label> labels() {
        return labels;
    }

    public void say(String room, String player, String text, long at) {
        add(room, player, Type.TALK, text, at);
    }

    private void add(String room, String player, Type type, String text, long at) {
        messages.add(
                new GameMessage(
                        Kind.CHAT,
                        type,
                        room,
                        new UUID(random.nextLong(), random.nextLong()),
                        player,
                        text,
                        false,
                        -1,
                        at));
    }

    /** Ordinary talk: a sentence every few seconds, by one of a few players, with interjections. */
    public void chatter(String room, int players, long from, long to) {
        String[] interjections = {
            "yes", "gg", "ㅋㅋㅋㅋ", "oh no", "okay", "/roll 2d6+3", "haha", "wait", "hello"
        };
        for (long at = from; at < to; at += 1_500 + random.nextInt(9_000)) {
            String text =
                    random.nextInt(4) == 0
                            ? interjections[random.nextInt(interjections.length)]
                            : sentence(3 + random.nextInt(16));
            say(room, room + "-p" + random.nextInt(players), text, at);
        }
    }

    public String sentence(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    /** One player, 12 to 40 messages at 1.5 to 8 a second, all different. */
    public void flood(String room, long at) {
        String player = "flooder-" + labels.size();
        int count = 18 + random.nextInt(30);
        long gap = 125 + random.nextInt(500);
        series(AlertKind.FLOOD, player, count, gap, at, room, i -> sentence(4) + " " + i);
    }

    /** One player, the same 5 to 12 times, with changed case and signs, seconds apart. */
    public void repeat(String room, long at) {
        String player = "parrot-" + labels.size();
        String text = sentence(4 + random.nextInt(8));
        String[] forms = {text, text.toUpperCase(Locale.ROOT), text + "!!!", " " + text + " ?"};
        int count = 5 + random.nextInt(8);
        long gap = 2_000 + random.nextInt(8_000);
        series(AlertKind.REPEAT, player, count, gap, at, room, i -> forms[random.nextInt(4)]);
    }

    /** One player, one long text 5 to 10 times, a word or number changed each time. */
    public void nearRepeat(String room, long at) {
        String player = "varier-" + labels.size();
        String[] words = sentence(12 + random.nextInt(20)).split(" ");
        int count = 5 + random.nextInt(6);
        long gap = 3_000 + random.nextInt(12_000);
        series(
                AlertKind.NEAR_REPEAT,
                player,
                count,
                gap,
                at,
                room,
                i -> {
                    String[] changed = words.clone();
                    changed[random.nextInt(changed.length)] = WORDS[random.nextInt(WORDS.length)];
                    return String.join(" ", changed) + " " + random.nextInt(1_000);
                });
    }

    /** One player, links or mentions, two a message. */
    public void links(String room, long at) {
        String player = "advertiser-" + labels.size();
        boolean links = random.nextBoolean();
        series(
                AlertKind.LINK_FLOOD,
                player,
                8 + random.nextInt(6),
                2_000 + random.nextInt(3_000),
                at,
                room,
                i ->
                        sentence(2)
                                + (links
                                        ? " https://x" + i + ".example/a www.y" + i + ".example"
                                        : " @mira" + i + " @tom" + i));
    }

    private void series(
            AlertKind kind,
            String player,
            int count,
            long gap,
            long at,
            String room,
            IntFunction<String> text) {
        for (int i = 0; i < count; i++) {
            say(room, player, text.apply(i), at + i * gap);
        }
        labels.add(new Label(kind, player, at, at + count * gap));
    }

    /** 8 to 40 players, one text, over one or many rooms, within 40 seconds. */
    public void raid(List<String> rooms, long at) {
        String text = sentence(3 + random.nextInt(8)) + " join us now";
        int players = 8 + random.nextInt(33);
        boolean one = random.nextBoolean();
        String room = rooms.get(random.nextInt(rooms.size()));
        for (int i = 0; i < players; i++) {
            String where = one ? room : rooms.get(random.nextInt(rooms.size()));
            say(where, "raider-" + labels.size() + "-" + i, text, at + random.nextInt(40_000));
        }
        String subject = "%016x".formatted(Text.of(text).hash());
        labels.add(new Label(AlertKind.RAID, subject, at, at + 40 * SECOND));
    }

    /**
     * A room that talked quietly is suddenly full of talk: 8 to 30 players, 4 to 12 messages a
     * second.
     */
    public void surge(String room, long at) {
        int players = 50 + random.nextInt(60);
        long gap = 80 + random.nextInt(170);
        int count = (int) (40 * SECOND / gap);
        for (int i = 0; i < count; i++) {
            String player = "crowd-" + labels.size() + "-" + random.nextInt(players);
            say(room, player, sentence(3 + random.nextInt(9)), at + i * gap);
        }
        labels.add(new Label(AlertKind.SURGE, room, at, at + 40 * SECOND));
    }

    /** 30 to 90 players come into a room within 20 seconds. */
    public void joins(String room, long at) {
        int players = 30 + random.nextInt(60);
        for (int i = 0; i < players; i++) {
            add(
                    room,
                    "guest-" + labels.size() + "-" + i,
                    Type.JOIN,
                    "",
                    at + random.nextInt(20_000));
        }
        labels.add(new Label(AlertKind.JOIN_FLOOD, room, at, at + 20 * SECOND));
    }
}
