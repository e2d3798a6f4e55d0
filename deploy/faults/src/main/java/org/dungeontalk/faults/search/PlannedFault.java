package org.dungeontalk.faults.search;

import java.time.Duration;

/**
 * One fault of a plan.
 *
 * @param at when it begins, counted from the beginning of the plan
 * @param target the process, by its name in the stack
 * @param length how long the process is killed or stopped; zero for a restart
 */
record PlannedFault(Duration at, FaultKind kind, String target, Duration length) {

    /**
     * The group of processes of which only one at a time may be away: {@code kafka}, {@code
     * gateway}, {@code persistence}, {@code analytics} or {@code postgres}.
     */
    String group() {
        return groupOf(target);
    }

    static String groupOf(String process) {
        return process.replaceFirst("-[0-9]+$", "");
    }

    /** When the process may run again. */
    Duration end() {
        return at.plus(length);
    }

    /** {@code kafka-1 killed for 4.2 s}. */
    String text() {
        return kind == FaultKind.RESTART
                ? target + " " + kind.text()
                : "%s %s for %.1f s".formatted(target, kind.text(), length.toMillis() / 1e3);
    }
}
