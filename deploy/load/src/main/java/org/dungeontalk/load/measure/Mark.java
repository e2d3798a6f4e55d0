package org.dungeontalk.load.measure;

/**
 * What a message says about itself, at the beginning of its text: {@code ~sender.number.due~}.
 *
 * @param sender the member's number
 * @param number counts the sender's messages, from 0
 * @param due when it was due to be sent, in nanoseconds after the start of the load
 */
record Mark(int sender, int number, long due) {

    /** Begins and ends a mark. */
    static final char EDGE = '~';

    /** Between its parts. */
    static final char DOT = '.';

    /** The longest mark. */
    static final int LONGEST = 40;

    /** A text of this length, if the mark fits. */
    String text(int length) {
        String mark = "" + EDGE + sender + DOT + number + DOT + due + EDGE;
        return mark + "x".repeat(Math.max(0, length - mark.length()));
    }
}
