package org.dungeontalk.gateway.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The choices of one run after another. A run repeats the choices of the run before it, except the
 * last one that had an option left; so all sequences of choices come once, depth first.
 */
final class Choices {
    private record Choice(int option, int of) {}

    private final List<Choice> made = new ArrayList<>();
    private int at;

    /** Chooses one of the options; the same run must always ask the same questions. */
    int next(int options) {
        if (options == 1) {
            return 0;
        }
        if (at == made.size()) {
            made.add(new Choice(0, options));
        }
        Choice choice = made.get(at++);
        if (choice.of() != options) {
            throw new IllegalStateException(
                    "A repeated run differs: " + options + " options, before " + choice.of());
        }
        return choice.option();
    }

    /** Prepares the next run; false if there is none. */
    boolean advance() {
        at = 0;
        while (!made.isEmpty()) {
            Choice last = made.remove(made.size() - 1);
            if (last.option() + 1 < last.of()) {
                made.add(new Choice(last.option() + 1, last.of()));
                return true;
            }
        }
        return false;
    }
}
