package org.dungeontalk.local.stack;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints what the stack is doing, one line each, with the seconds since the start. Thread-safe.
 *
 * @param out the output
 * @param began {@link System#nanoTime()} of the start
 * @param where prefix of a part's name; may be empty
 */
public record Progress(PrintStream out, long began, String where) {

    /** A progress that begins now. */
    public static Progress to(PrintStream out) {
        return new Progress(out, System.nanoTime(), "");
    }

    /** The same, for the parts of one region. */
    public Progress within(String region) {
        return new Progress(out, began, region + " ");
    }

    /** Seconds since the start. */
    public double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /** Prints one line: time, part, text. */
    public void say(String part, String what) {
        line(String.format(Locale.ROOT, "%6.1f s  %-12s %s", seconds(), where + part, what));
    }

    /** Prints one line without a time. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }
}
