package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that breaks the contract of its topic.
 *
 * @param key {@code null}: none
 * @param value {@code null}: none
 * @param headers a header may have no value
 */
record CorruptRecord(byte[] key, byte[] value, Map<String, byte[]> headers) {

    private static final byte[] NOT_UTF_8 = {(byte) 0xff, 0, (byte) 0xc3, 0x28, (byte) 0xfe};
    private static final int DEPTH = 100_000;
    private static final byte[] LISTS = "[".repeat(DEPTH).getBytes(UTF_8);
    private static final byte[] OBJECTS = "{\"a\":".repeat(DEPTH).getBytes(UTF_8);
    private static final byte[] CHAT = "chat".getBytes(UTF_8);

    /** Texts that are not an object in JSON, with this key. */
    private static List<CorruptRecord> noObjects(String key, Map<String, byte[]> headers) {
        List<CorruptRecord> all = new ArrayList<>();
        for (byte[] value :
                List.of(
                        new byte[0],
                        "{".getBytes(UTF_8),
                        "[]".getBytes(UTF_8),
                        "\"text\"".getBytes(UTF_8),
                        LISTS,
                        OBJECTS)) {
            all.add(new CorruptRecord(bytes(key), value, headers));
        }
        return all;
    }

    /**
     * Records of the log that a gateway delivers to nobody.
     *
     * @param room whose members must not notice; all lie in its partition
     */
    static List<CorruptRecord> undeliverable(String room) {
        byte[] key = bytes(room);
        byte[] value = bytes("{}");
        return List.of(
                new CorruptRecord(key, null, Map.of("kind", CHAT)),
                new CorruptRecord(key, value, Map.of()),
                new CorruptRecord(key, value, Map.of("kind", NOT_UTF_8, "from", NOT_UTF_8)),
                new CorruptRecord(key, value, Collections.singletonMap("kind", null)),
                new CorruptRecord(null, value, Map.of("kind", CHAT)),
                new CorruptRecord(NOT_UTF_8, value, Map.of("kind", CHAT)),
                new CorruptRecord(key, NOT_UTF_8, Map.of("kind", CHAT)),
                new CorruptRecord(null, null, Map.of()));
    }

    /**
     * Records of the log with a room and a kind, which a gateway passes on to the room's members as
     * they are.
     *
     * @param other a room that is named in the value of one, instead of the room that is its key
     */
    static List<CorruptRecord> deliverable(String room, String other) {
        List<CorruptRecord> all = noObjects(room, Map.of("kind", CHAT));
        String message =
                "{\"messageId\":\"%s\",\"roomId\":\"%s\",\"senderId\":\"nobody\",\"content\":\"\",\"type\":\"TALK\"}"
                        .formatted(UUID.randomUUID(), other);
        all.add(new CorruptRecord(bytes(room), bytes(message), Map.of("kind", CHAT)));
        return all;
    }

    /** Records of the topic {@code presence}. */
    static List<CorruptRecord> presence(String room) {
        String membership = "0123456789abcdef/chat/" + room + "/nobody";
        return List.of(
                new CorruptRecord(bytes(membership), NOT_UTF_8, Map.of()),
                new CorruptRecord(bytes(membership), bytes("{"), Map.of("kind", NOT_UTF_8)),
                new CorruptRecord(bytes(membership), LISTS, Map.of()),
                new CorruptRecord(bytes(membership), OBJECTS, Map.of()),
                new CorruptRecord(NOT_UTF_8, bytes("{}"), Map.of()),
                new CorruptRecord(bytes(room), bytes("{}"), Map.of()),
                new CorruptRecord(bytes("0123456789abcdef/shout/" + room), null, Map.of()),
                new CorruptRecord(new byte[0], null, Map.of()));
    }

    /**
     * Records of a topic whose keys are players.
     *
     * @param player who must not be affected
     */
    static List<CorruptRecord> ofPlayers(String player) {
        List<CorruptRecord> all = noObjects(player, Map.of("kind", NOT_UTF_8));
        all.add(new CorruptRecord(bytes(player), NOT_UTF_8, Map.of()));
        byte[] other = bytes("{\"playerId\":\"%s\"}".formatted(player));
        all.add(new CorruptRecord(bytes("another"), other, Map.of()));
        all.add(new CorruptRecord(NOT_UTF_8, other, Map.of()));
        all.add(new CorruptRecord(new byte[0], other, Map.of()));
        return all;
    }

    ProducerRecord<byte[], byte[]> to(String topic, int partition) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, key, value);
        headers.forEach((name, content) -> record.headers().add(name, content));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
