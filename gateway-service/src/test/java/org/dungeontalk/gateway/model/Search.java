package org.dungeontalk.gateway.model;

import java.util.List;
import java.util.Optional;

/** Runs a model once for each interleaving of its steps, depth first. */
final class Search {
    private static final int MOST = 2_000_000;

    private Search() {}

    /** A model, built anew for each run. */
    interface Model {
        /**
         * Runs to the end, by the scheduler's choices.
         *
         * @return what is wrong; empty if nothing is
         */
        List<String> run(Scheduler scheduler);
    }

    /** The first interleaving with a fault: its steps, and what is wrong. */
    record Fault(List<String> steps, List<String> wrong) {
        @Override
        public String toString() {
            return String.join("\n", wrong) + "\nafter\n  " + String.join("\n  ", steps);
        }
    }

    /**
     * The result of a search.
     *
     * @param interleavings that were run, including the one with the fault
     */
    record Result(long interleavings, Optional<Fault> fault) {}

    /**
     * Runs all interleavings, or those up to the first one with a fault.
     *
     * @param preemptions only interleavings with at most so many; see {@link Scheduler}
     */
    static Result of(int preemptions, Model model) {
        Choices choices = new Choices();
        long interleavings = 0;
        do {
            Scheduler scheduler = new Scheduler(choices, preemptions);
            List<String> wrong = model.run(scheduler);
            interleavings++;
            if (!wrong.isEmpty()) {
                return new Result(interleavings, Optional.of(new Fault(scheduler.steps(), wrong)));
            }
            if (interleavings == MOST) {
                throw new IllegalStateException("The model has more than " + MOST + " runs");
            }
        } while (choices.advance());
        return new Result(interleavings, Optional.empty());
    }
}
