package org.dungeontalk.gateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dungeontalk.gateway.kafka.TopicWatch;

/** Asserts over all interleavings of a model. */
final class Interleavings {
    private static final int PREEMPTIONS_OF_FAULTS = 2;

    /** Each gateway of each run would say that it has found its topic. */
    private static final Logger TOPIC_FOUND = Logger.getLogger(TopicWatch.class.getName());

    private Interleavings() {}

    /** A model whose gateways may have a fault. */
    interface Model {
        /**
         * Runs once.
         *
         * @param fault changes the wiring of the gateways
         */
        List<String> run(Scheduler scheduler, UnaryOperator<Wiring> fault);
    }

    /**
     * No interleaving is wrong.
     *
     * @param number of interleavings. It changes with the model, and with the steps that the
     *     gateway takes; then look at the new number, and write it down
     */
    static void allHold(long number, Model model) {
        allHold(number, Integer.MAX_VALUE, model);
    }

    /**
     * No interleaving with at most so many preemptions is wrong.
     *
     * @param number of interleavings, as above
     */
    static void allHold(long number, int preemptions, Model model) {
        Search.Result result = searched(preemptions, UnaryOperator.identity(), model);
        assertEquals(Optional.empty(), result.fault());
        assertEquals(number, result.interleavings());
    }

    /** The search finds an interleaving in which the fault does harm, of this kind. */
    static void find(String harm, UnaryOperator<Wiring> fault, Model model) {
        Search.Result result = searched(PREEMPTIONS_OF_FAULTS, fault, model);
        String found = result.fault().map(Search.Fault::toString).orElse("nothing");
        assertTrue(found.contains(harm), () -> "found: " + found);
    }

    private static Search.Result searched(
            int preemptions, UnaryOperator<Wiring> fault, Model model) {
        Level level = TOPIC_FOUND.getLevel();
        TOPIC_FOUND.setLevel(Level.WARNING);
        try {
            return Search.of(preemptions, scheduler -> model.run(scheduler, fault));
        } finally {
            TOPIC_FOUND.setLevel(level);
        }
    }
}
