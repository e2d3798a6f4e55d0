package org.dungeontalk.tools.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes each refused line as {@code {"line", "reason", "document"}}. Removes the file of an
 * earlier run; makes one with the first line.
 */
final class RefusedLines implements Closeable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 1000;

    private final Path file;
    private BufferedWriter writer;

    RefusedLines(Path file) throws IOException {
        this.file = file;
        Files.deleteIfExists(file);
    }

    /** Of a line that is too long only the beginning is written. */
    void add(Lines.Line line, String reason) throws IOException {
        if (writer == null) {
            writer = Files.newBufferedWriter(file);
        }
        int length = line.whole() ? line.bytes().length : SHOWN;
        ObjectNode refused =
                JSON.createObjectNode()
                        .put("line", line.number())
                        .put("reason", reason)
                        .put(
                                "document",
                                new String(line.bytes(), 0, length, StandardCharsets.UTF_8));
        writer.write(refused.toString());
        writer.newLine();
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
