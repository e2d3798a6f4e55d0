package org.dungeontalk.analytics.decode;

import java.nio.charset.StandardCharsets;

/**
 * Gives one String for the same bytes again and again: ids and types come back all the time, and an
 * id that is the same object has its hash already and is found in a map without a comparison.
 *
 * <p>A bounded memory, not a map: a word that falls on another's place takes it. Thread-safe; what
 * races costs a String and nothing else.
 */
final class Words {

    private static final int PLACES = 1 << 14;

    private final String[] places = new String[PLACES];

    /** The word that these bytes are; each of them has to be ASCII. */
    String of(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 15) & PLACES - 1;
        String word = places[place];
        if (word == null || !isSame(word, bytes, from, to)) {
            word = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
            places[place] = word;
        }
        return word;
    }

    /** Whether a word has these characters, a byte each. */
    static boolean isSame(String word, byte[] bytes, int from, int to) {
        if (word.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (word.charAt(i - from) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
