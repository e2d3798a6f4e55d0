package org.dungeontalk.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What the service writes into its own log while this is open. */
public final class LogLines extends Handler implements AutoCloseable {
    private static final Formatter MESSAGE = new PatternFormatter("%s");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Begins to listen. */
    public static LogLines start() {
        LogLines started = new LogLines();
        Logger.getLogger("").addHandler(started);
        return started;
    }

    /** Lines so far. */
    public int size() {
        return lines.size();
    }

    /** How many of them hold that text. */
    public long about(String text) {
        return lines.stream().filter(l -> l.contains(text)).count();
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(record.getLevel() + " " + record.getLoggerName() + " " + MESSAGE.format(record));
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
