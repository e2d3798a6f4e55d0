package org.dungeontalk.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for error messages. */
public final class LogTail {

    private static final int WINDOW_BYTES = 64 * 1024;

    private LogTail() {}

    /**
     * The last lines of a file; if it can't be read, one line that says so.
     *
     * @param lines maximum number of lines
     */
    public static List<String> of(Path log, int lines) {
        if (!Files.exists(log)) {
            return List.of("(no log: " + log + ")");
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - WINDOW_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of("(can't read " + log + ": " + e.getMessage() + ")");
        }
    }
}
