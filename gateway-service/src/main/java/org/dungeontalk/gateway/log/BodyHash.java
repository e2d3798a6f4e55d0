package org.dungeontalk.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.UUID;

/**
 * Hashes the content of a body into 64 bits. A message and its retry have the same hash. Fields
 * that the server sets are left out: id, sender, nickname, room and time. Pure.
 */
final class BodyHash {
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final long MESSAGE_ID = name("messageId");
    private static final long[] NOT_SAID = {
        MESSAGE_ID,
        name("roomId"),
        name("aiGameRoomId"),
        name("senderId"),
        name("senderNickname"),
        name("createdAt")
    };
    private static final byte[] NULL = "null".getBytes(UTF_8);
    private static final int ID_LENGTH = 36;

    private final byte[] json;
    private int at;

    private BodyHash(byte[] json) {
        this.json = json;
    }

    /** The hash of a body; if it is not a JSON object, of its readable beginning. */
    static long of(byte[] json) {
        long[] sum = {0};
        new BodyHash(json)
                .members(
                        (name, from, to) -> {
                            if (isSaid(name) && !isNull(json, from, to)) {
                                sum[0] += mix(name ^ hash(json, from, to));
                            }
                            return true;
                        });
        return sum[0];
    }

    /** The body's {@code messageId} in lower case; {@code null} if it is not a UUID. */
    static String messageId(byte[] json) {
        String[] found = {null};
        new BodyHash(json)
                .members(
                        (name, from, to) -> {
                            if (name != MESSAGE_ID) {
                                return true;
                            }
                            if (to - from == ID_LENGTH + 2) {
                                found[0] = uuid(new String(json, from + 1, ID_LENGTH, UTF_8));
                            }
                            return false;
                        });
        return found[0];
    }

    static long hash(String text) {
        long hash = PRIME;
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash + text.charAt(i));
        }
        return hash;
    }

    private static long name(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return hash(bytes, 0, bytes.length);
    }

    private static long hash(byte[] bytes, int from, int to) {
        long hash = PRIME;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * PRIME;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    static long mix(long value) {
        long mixed = (value ^ value >>> 32) * PRIME;
        return mixed ^ mixed >>> 29;
    }

    private static boolean isSaid(long name) {
        for (long other : NOT_SAID) {
            if (name == other) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNull(byte[] json, int from, int to) {
        return Arrays.equals(json, from, to, NULL, 0, NULL.length);
    }

    /** The id in lower case; {@code null} if it is not a UUID. */
    static String uuid(String text) {
        try {
            return text == null ? null : UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private interface Member {
        /** Visits a member; false skips the remaining ones. */
        boolean is(long name, int from, int to);
    }

    /** Visits the members of the object, up to the first malformed one. */
    private void members(Member each) {
        blanks();
        if (!take('{')) {
            return;
        }
        do {
            blanks();
            int name = at;
            if (!string()) {
                return;
            }
            long key = hash(json, name + 1, at - 1);
            blanks();
            if (!take(':')) {
                return;
            }
            blanks();
            int from = at;
            value();
            if (!each.is(key, from, at)) {
                return;
            }
            blanks();
        } while (take(','));
    }

    private void value() {
        int depth = 0;
        while (at < json.length) {
            byte b = json[at];
            if (b == '"') {
                if (!string()) {
                    return;
                }
            } else if (depth == 0 && (b == ',' || b == '}' || b <= ' ' && b >= 0)) {
                return;
            } else {
                depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
                at++;
            }
        }
    }

    /** Moves past a string; false if there is none or it does not end. */
    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (at < json.length) {
            byte b = json[at++];
            if (b == '"') {
                return true;
            }
            at += b == '\\' ? 1 : 0;
        }
        return false;
    }

    private void blanks() {
        while (at < json.length && json[at] <= ' ' && json[at] >= 0) {
            at++;
        }
    }

    private boolean take(char expected) {
        if (at < json.length && json[at] == expected) {
            at++;
            return true;
        }
        return false;
    }
}
