package org.dungeontalk.gateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final int ALL = Integer.MAX_VALUE;

    @Test
    void runsEachInterleavingOfTwoProgramsOnce() {
        Set<List<String>> seen = new HashSet<>();
        Search.Result result =
                Search.of(
                        ALL,
                        scheduler -> {
                            List<String> order = new ArrayList<>();
                            program(scheduler, order, "a", 3);
                            program(scheduler, order, "b", 4);
                            scheduler.explore();
                            scheduler.run();
                            seen.add(order);
                            return List.of();
                        });
        assertEquals(35, result.interleavings());
        assertEquals(35, seen.size());
    }

    @Test
    void aThreadGivesWayWhereItSaysSoAndWaitsUntilItIsReady() {
        Set<List<String>> seen = new HashSet<>();
        Search.Result result =
                Search.of(
                        ALL,
                        scheduler -> {
                            List<String> order = new ArrayList<>();
                            Scheduler.Participant me = scheduler.thread("t");
                            Thread thread =
                                    new Thread(
                                            () ->
                                                    scheduler.work(
                                                            me,
                                                            () -> aStepAfterA1(scheduler, order)));
                            thread.start();
                            program(scheduler, order, "a", 3);
                            scheduler.explore();
                            scheduler.run();
                            seen.add(List.copyOf(order));
                            scheduler.end();
                            return List.of();
                        });
        assertEquals(
                Set.of(
                        List.of("t0", "a0", "a1", "t1", "a2"),
                        List.of("t0", "a0", "a1", "a2", "t1"),
                        List.of("a0", "t0", "a1", "t1", "a2"),
                        List.of("a0", "t0", "a1", "a2", "t1"),
                        List.of("a0", "a1", "t0", "t1", "a2"),
                        List.of("a0", "a1", "t0", "a2", "t1"),
                        List.of("a0", "a1", "a2", "t0", "t1")),
                seen);
        assertEquals(7, result.interleavings());
    }

    @Test
    void runsOnlyInterleavingsWithSoManyPreemptions() {
        assertEquals(2, preempted(0));
        assertEquals(2 + 2 + 3, preempted(1));
        assertEquals(35, preempted(6));
    }

    private static long preempted(int most) {
        return Search.of(
                        most,
                        scheduler -> {
                            List<String> order = new ArrayList<>();
                            program(scheduler, order, "a", 3);
                            program(scheduler, order, "b", 4);
                            scheduler.explore();
                            scheduler.run();
                            return List.of();
                        })
                .interleavings();
    }

    /** Two programs read a number, give way, and write it one higher. */
    @Test
    void findsALostUpdateAndSaysWhichStepsLeadToIt() {
        Search.Result result =
                Search.of(
                        ALL,
                        scheduler -> {
                            int[] number = new int[3];
                            for (int i = 1; i < number.length; i++) {
                                int mine = i;
                                Scheduler.Participant adder = scheduler.program("adder " + i);
                                scheduler.step(adder, () -> number[mine] = number[0]);
                                scheduler.step(adder, () -> number[0] = number[mine] + 1);
                            }
                            scheduler.explore();
                            scheduler.run();
                            return number[0] == 2 ? List.of() : List.of("lost: " + number[0]);
                        });
        Search.Fault fault = result.fault().orElseThrow();
        assertEquals(List.of("lost: 1"), fault.wrong());
        assertEquals(List.of("adder 1", "adder 2", "adder 1", "adder 2"), fault.steps());
        assertTrue(result.interleavings() < 6);
    }

    private static void aStepAfterA1(Scheduler scheduler, List<String> order) {
        order.add("t0");
        scheduler.await("adds", () -> order.contains("a1"));
        order.add("t1");
    }

    private static void program(Scheduler scheduler, List<String> order, String name, int steps) {
        Scheduler.Participant program = scheduler.program(name);
        for (int i = 0; i < steps; i++) {
            String step = name + i;
            scheduler.step(program, () -> order.add(step));
        }
    }
}
