package org.dungeontalk.analytics.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;

/**
 * A row of table {@code text_batch}: the texts of one batch and one minute of event time that may
 * belong to raids. Texts are separate from the other details, because a search reads all texts and
 * hardly any details. Not thread-safe.
 */
final class TextBatch {

    private static final long MINUTE = 60_000;

    /**
     * What is stored of messages of one minute.
     *
     * @param texts 8 bytes a message
     * @param details {@value #DETAIL} bytes a message: player, milliseconds in the minute,
     *     partition, offset, index of the room
     */
    record Encoded(long minute, byte[] texts, byte[] details, String[] rooms) {}

    private static final int DETAIL =
            Long.BYTES + Integer.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES;

    private final long minute;
    private final boolean asked;
    private final long[] texts;
    private final BitSet written = new BitSet();
    private ByteBuffer details;
    private List<String> rooms;

    /**
     * A row without its details.
     *
     * @param asked whether a search looks for its texts, too
     */
    TextBatch(long minute, boolean asked, byte[] texts) {
        this.minute = minute;
        this.asked = asked;
        this.texts = new long[texts.length / Long.BYTES];
        ByteBuffer.wrap(texts).asLongBuffer().get(this.texts);
    }

    /** The minute of an event time in milliseconds. */
    static long minute(long at) {
        return Math.floorDiv(at, MINUTE);
    }

    /** Messages as rows, by minute. */
    static List<Encoded> encode(List<RaidMessage> raidMessages) {
        Map<Long, List<RaidMessage>> minutes = new TreeMap<>();
        for (RaidMessage one : raidMessages) {
            minutes.computeIfAbsent(minute(one.at()), minute -> new ArrayList<>()).add(one);
        }
        List<Encoded> rows = new ArrayList<>(minutes.size());
        minutes.forEach((minute, all) -> rows.add(encode(minute, all)));
        return rows;
    }

    private static Encoded encode(long minute, List<RaidMessage> all) {
        ByteBuffer texts = ByteBuffer.allocate(all.size() * Long.BYTES);
        ByteBuffer details = ByteBuffer.allocate(all.size() * DETAIL);
        Map<String, Integer> rooms = new LinkedHashMap<>();
        for (RaidMessage one : all) {
            Integer room = rooms.putIfAbsent(one.roomId(), rooms.size());
            texts.putLong(one.text());
            details.putLong(one.player())
                    .putInt((int) (one.at() - minute * MINUTE))
                    .putInt(one.partition())
                    .putLong(one.offset())
                    .putInt(room == null ? rooms.size() - 1 : room);
        }
        return new Encoded(
                minute, texts.array(), details.array(), rooms.keySet().toArray(String[]::new));
    }

    /** Adds its texts to those that are looked for, if the row says so. */
    void ask(TextCounts looked) {
        if (asked) {
            for (long text : texts) {
                looked.ask(text);
            }
        }
    }

    /** Counts its texts that are looked for. */
    void count(TextCounts looked) {
        for (long text : texts) {
            looked.count(text);
        }
    }

    /** Gives the numbers of its messages whose text is there at least {@code times}. */
    void frequent(TextCounts looked, int times, IntConsumer to) {
        for (int i = 0; i < texts.length; i++) {
            if (looked.of(texts[i]) >= times) {
                to.accept(i);
            }
        }
    }

    boolean hasDetails() {
        return details != null;
    }

    void details(byte[] bytes, String[] roomIds) {
        details = ByteBuffer.wrap(bytes);
        rooms = List.of(roomIds);
    }

    /** A message. The row must have its details. */
    RaidMessage message(int number) {
        int at = number * DETAIL;
        return new RaidMessage(
                texts[number],
                details.getLong(at),
                rooms.get(details.getInt(at + 24)),
                minute * MINUTE + details.getInt(at + 8),
                details.getInt(at + 12),
                details.getLong(at + 16));
    }

    /** Whether this message is known to be in table {@code raid_message}. */
    boolean isWritten(int number) {
        return written.get(number);
    }

    void written(int number) {
        written.set(number);
    }

    /** Approximate bytes in memory. */
    long size() {
        return (long) texts.length * Long.BYTES + (details == null ? 0 : details.capacity());
    }
}
