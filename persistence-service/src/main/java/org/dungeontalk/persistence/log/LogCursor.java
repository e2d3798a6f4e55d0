package org.dungeontalk.persistence.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of a record, as clients send it: {@code <epoch>-<partition>-<offset>}.
 *
 * @param epoch first 8 hex digits of the topic's id: another topic of the same name has another
 */
public record LogCursor(String epoch, int partition, long offset) {

    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{8})-([0-9]{1,9})-(-1|[0-9]{1,18})");

    /** Empty if this is no text that {@link #text()} writes. */
    public static Optional<LogCursor> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new LogCursor(
                        matcher.group(1),
                        Integer.parseInt(matcher.group(2)),
                        Long.parseLong(matcher.group(3))));
    }

    public String text() {
        return epoch + "-" + partition + "-" + offset;
    }
}
