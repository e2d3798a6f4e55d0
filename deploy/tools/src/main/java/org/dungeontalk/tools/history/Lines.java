package org.dungeontalk.tools.history;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The lines of a file that are not blank, one at a time; no line needs more memory than allowed.
 */
final class Lines implements Closeable {

    /** The longest line in bytes. A message that keeps the contract's lengths is shorter. */
    static final int LONGEST = 1024 * 1024;

    /**
     * One line.
     *
     * @param number from 1
     * @param bytes without the line break; of a longer line the first {@link Lines#LONGEST}
     * @param whole whether that is all of it
     */
    record Line(long number, byte[] bytes, boolean whole) {}

    private final BufferedInputStream file;
    private long number;

    Lines(Path file) throws IOException {
        this.file = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** The next line; null at the end of the file. */
    Line next() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(256);
            long length = 0;
            int c = file.read();
            if (c < 0) {
                return null;
            }
            number++;
            for (; c >= 0 && c != '\n'; c = file.read()) {
                if (length++ < LONGEST) {
                    line.write(c);
                }
            }
            byte[] bytes = line.toByteArray();
            if (!isBlank(bytes)) {
                return new Line(number, bytes, length <= LONGEST);
            }
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
