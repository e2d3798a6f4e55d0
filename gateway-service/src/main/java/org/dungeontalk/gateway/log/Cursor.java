package org.dungeontalk.gateway.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dungeontalk.gateway.kafka.Topic;

/**
 * A position in the log; opaque to clients.
 *
 * @param offset of the last message before this position; -1: before the first message
 * @param epoch of the {@link Topic}
 */
public record Cursor(String epoch, int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8})-(\\d{1,9})-(-1|\\d{1,18})");

    /** Parses the text of {@link #toString}; empty if it is malformed. */
    public static Optional<Cursor> parse(String text) {
        Matcher m = TEXT.matcher(text);
        return m.matches()
                ? Optional.of(
                        new Cursor(
                                m.group(1),
                                Integer.parseInt(m.group(2)),
                                Long.parseLong(m.group(3))))
                : Optional.empty();
    }

    /** The cursor of the record. */
    public static Cursor of(Topic topic, LogRecord record) {
        return new Cursor(topic.epoch(), record.partition(), record.offset());
    }

    /** Whether messages may lie between this and {@code that}; always true across partitions. */
    public boolean before(Cursor that) {
        return !epoch.equals(that.epoch) || partition != that.partition || offset < that.offset;
    }

    @Override
    public String toString() {
        return epoch + "-" + partition + "-" + offset;
    }
}
