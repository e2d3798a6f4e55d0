package org.dungeontalk.faults.check;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a history of one room from a line. A letter is a player's device; the capital letter is the
 * player's second device. Ids are letters too. Events in the order of their times:
 *
 * <pre>
 * m+        m joins, and is answered     m,        m asks to join
 * m!a       m sends a                    m!a&gt;t     m whispers a to t
 * m.a       m gets the receipt of a      m?a:MUTED a is refused
 * m=ab      m sends a and gets its receipt, then b
 * t&lt;ab      t reads a, then b            t&lt;&lt;ab     t reads them in a resume
 * t~        t's connection is lost       t^        t is back and told that the stream continues
 * t/        t is told of a gap           t$        t leaves
 * t*ab      t reads a, b in the history
 * mt+ mt&lt;ab both join, both read a and b
 * [ab]      a and b are stored           #2/1      two messages of one player are counted
 * cut       the log is cut
 * </pre>
 */
final class Notation {

    private static final Pattern EVENT =
            Pattern.compile("([a-zA-Z]+)([+,!.?=~^/$*]|<<?)([a-z]*)(?:>([a-z]))?(?::([A-Z_]+))?");
    private static final Pattern STORED = Pattern.compile("\\[([a-z]*)]");
    private static final Pattern COUNTED = Pattern.compile("#(\\d+)/(\\d+)");
    private static final String ROOM = "room";

    private final AtomicLong time = new AtomicLong();
    private final History history = new History(time::incrementAndGet);
    private final Map<String, PlayerHistory> players = new HashMap<>();

    private Notation() {}

    static History history(String line) {
        Notation notation = new Notation();
        for (String word : line.split(" ")) {
            notation.add(word);
        }
        return notation.history;
    }

    private void add(String word) {
        Matcher event = EVENT.matcher(word);
        Matcher stored = STORED.matcher(word);
        Matcher counted = COUNTED.matcher(word);
        if (word.equals("cut")) {
            history.logIsCut();
        } else if (stored.matches()) {
            ids(stored.group(1)).forEach(id -> history.stored(History.ONLY_REGION, ROOM, id));
        } else if (counted.matches()) {
            history.counted(
                    History.ONLY_REGION,
                    new History.Counts(
                            Long.parseLong(counted.group(1)), Long.parseLong(counted.group(2))));
        } else if (event.matches()) {
            ids(event.group(1)).forEach(device -> add(player(device), event));
        } else {
            throw new IllegalArgumentException("Not an event: " + word);
        }
    }

    private PlayerHistory player(String device) {
        return players.computeIfAbsent(
                device, letter -> history.player(letter.toLowerCase(Locale.ROOT), ROOM));
    }

    private static void add(PlayerHistory player, Matcher event) {
        List<String> ids = ids(event.group(3));
        switch (event.group(2)) {
            case "," -> player.joining();
            case "+" -> player.joined();
            case "^" -> player.resumed();
            case "/" -> player.gap();
            case "~" -> player.disconnected();
            case "$" -> player.left();
            case "*" -> player.readHistory(ids);
            default -> ids.forEach(id -> add(player, event, id));
        }
    }

    private static void add(PlayerHistory player, Matcher event, String id) {
        switch (event.group(2)) {
            case "!" -> send(player, id, event.group(4));
            case "=" -> {
                send(player, id, event.group(4));
                player.receipt(id);
            }
            case "." -> player.receipt(id);
            case "?" -> player.refused(id, event.group(5));
            case "<" -> player.read(id, Source.LIVE);
            case "<<" -> player.read(id, Source.RESUME);
            default -> throw new IllegalArgumentException("Not an event: " + event.group());
        }
    }

    private static void send(PlayerHistory player, String id, String receiver) {
        if (receiver == null) {
            player.sent(id);
        } else {
            player.whispered(id, receiver);
        }
    }

    private static List<String> ids(String letters) {
        return letters.chars().mapToObj(Character::toString).toList();
    }
}
