package org.dungeontalk.gateway.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dungeontalk.gateway.kafka.Topic;

/**
 * A place in the log; opaque to clients.
 *
 * @param offset of the message it stands behind; -1: before the first one
 * @param epoch that of the {@link Topic}
 */
public record Cursor(String epoch, int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8})-(\\d{1,9})-(-1|\\d{1,18})");

    /** Parses what {@link #toString} wrote; empty if it is nothing like it. */
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

    /** The place of that record. */
    public static Cursor of(Topic topic, LogRecord record) {
        return new Cursor(topic.epoch(), record.partition(), record.offset());
    }

    /** Whether something may lie between this place and that one; true of another partition. */
    public boolean before(Cursor that) {
        return !epoch.equals(that.epoch) || partition != that.partition || offset < that.offset;
    }

    @Override
    public String toString() {
        return epoch + "-" + partition + "-" + offset;
    }
}
