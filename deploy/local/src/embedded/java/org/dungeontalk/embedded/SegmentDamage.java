package org.dungeontalk.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that gives back another bit than was written. */
final class SegmentDamage {

    private SegmentDamage() {}

    /** Changes one bit where a text stands in the file for the first time. */
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

    /** One character a byte. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
