package org.dungeontalk.testing;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What the service writes into its own log while this is open, after its filters. */
public final class LogLines extends Handler implements AutoCloseable {
    private static final Formatter LINE = new PatternFormatter("%p %c %s%e");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Begins to listen. */
    public static LogLines start() {
        LogLines started = new LogLines();
        Logger root = Logger.getLogger("");
        Stream.of(root.getHandlers())
                .map(Handler::getFilter)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(started::setFilter);
        root.addHandler(started);
        return started;
    }

    /** Lines so far. */
    public int size() {
        return lines.size();
    }

    /** Those that nobody needs. */
    public List<String> noise() {
        return LogNoise.in(lines.stream().flatMap(String::lines).toList());
    }

    /** How many of them hold that text. */
    public long about(String text) {
        return lines.stream().filter(l -> l.contains(text)).count();
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            lines.add(LINE.format(record));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
