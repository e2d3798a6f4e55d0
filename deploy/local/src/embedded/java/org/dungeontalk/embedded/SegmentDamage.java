package org.dungeontalk.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Damages a log segment as a failing disk would. */
final class SegmentDamage {

    private SegmentDamage() {}

    /** Flips one bit of the first occurrence of the text in the file. */
    static void at(Path segment, String text) {
        try {
            byte[] bytes = Files.readAllBytes(segment);
            int at = latin(bytes).indexOf(latin(text.getBytes(StandardCharsets.UTF_8)));
            if (at < 0) {
                throw new IllegalArgumentException(segment + " does not contain " + text);
            }
            bytes[at] ^= 1;
            Files.write(segment, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Decodes each byte as one character. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
