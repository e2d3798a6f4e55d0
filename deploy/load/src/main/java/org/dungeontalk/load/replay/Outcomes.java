package org.dungeontalk.load.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of {@code --out}: the room, index in the room, message id and outcome of each line, as
 * JSON lines, in the order of the answers. Thread-safe.
 */
final class Outcomes implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BufferedWriter writer;

    /**
     * @param file the file to write; null: none
     */
    Outcomes(Path file) throws IOException {
        this.writer = file == null ? null : Files.newBufferedWriter(file);
    }

    /**
     * One line's outcome.
     *
     * @param room its room
     * @param index its index in the room, from 0
     * @param messageId the id it was sent with
     * @param answer {@code RECEIPT}, a refusal's code, or {@code UNANSWERED}
     */
    record Outcome(String room, int index, String messageId, String answer) {}

    synchronized void write(Outcome outcome) {
        if (writer != null) {
            try {
                writer.write(JSON.writeValueAsString(outcome));
                writer.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes what is still in memory. Does nothing after {@link #close}. */
    synchronized void flush() throws IOException {
        if (writer != null) {
            writer.flush();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }
}
