package org.dungeontalk.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** Reads the inputs in {@code src/test/resources/corpus}; its README explains the notation. */
public final class Corpus {
    private static final int HEX = 16;

    private Corpus() {}

    /**
     * An input.
     *
     * @param result what it must lead to
     * @param context the column between the two; empty in files with two columns
     * @param notation the input as it is in the file
     */
    public record Input(String result, String context, String notation) {

        public byte[] bytes() {
            return Corpus.bytes(notation);
        }

        @Override
        public String toString() {
            String shown = notation.length() > 100 ? notation.substring(0, 100) + "…" : notation;
            return context.isEmpty() ? shown : context + ": " + shown;
        }
    }

    /** All inputs of the file. */
    public static Stream<Input> read(String file, int columns) {
        try (InputStream in = Corpus.class.getResourceAsStream("/corpus/" + file)) {
            return new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> input(line.split(" \\| ?", columns)))
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Input input(String... columns) {
        return new Input(
                new String(bytes(columns[0]), UTF_8),
                columns.length > 2 ? columns[1] : "",
                columns[columns.length - 1]);
    }

    private static byte[] bytes(String notation) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < notation.length()) {
            char c = notation.charAt(at);
            if (c == '\\') {
                at = escaped(notation, at + 1, out);
            } else if (c == '{' && notation.substring(at).matches("(?s)\\{\\d+\\*.*")) {
                int star = notation.indexOf('*', at);
                int end = end(notation, star);
                byte[] once = bytes(notation.substring(star + 1, end));
                for (int i = Integer.parseInt(notation.substring(at + 1, star)); i > 0; i--) {
                    out.writeBytes(once);
                }
                at = end + 1;
            } else {
                int next = notation.offsetByCodePoints(at, 1);
                out.writeBytes(notation.substring(at, next).getBytes(UTF_8));
                at = next;
            }
        }
        return out.toByteArray();
    }

    /** The brace that ends the repetition; repetitions may be nested. */
    private static int end(String notation, int from) {
        int depth = 0;
        for (int at = from; at < notation.length(); at++) {
            if (notation.substring(at).matches("(?s)\\{\\d+\\*.*")) {
                depth++;
            } else if (notation.charAt(at) == '}') {
                if (depth == 0) {
                    return at;
                }
                depth--;
            }
        }
        throw new IllegalArgumentException("No end of the repetition: " + notation);
    }

    private static int escaped(String notation, int at, ByteArrayOutputStream out) {
        switch (notation.charAt(at)) {
            case 'n' -> out.write('\n');
            case 'r' -> out.write('\r');
            case '0' -> out.write(0);
            case '\\' -> out.write('\\');
            case 'x' -> {
                out.write(Integer.parseInt(notation.substring(at + 1, at + 3), HEX));
                return at + 3;
            }
            default -> throw new IllegalArgumentException("Unknown escape: " + notation);
        }
        return at + 1;
    }
}
