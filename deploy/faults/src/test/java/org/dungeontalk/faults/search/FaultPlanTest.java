package org.dungeontalk.faults.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Duration LENGTH = Duration.ofMinutes(10);
    private static final List<String> PROCESSES =
            List.of(
                    "gateway-1",
                    "gateway-2",
                    "gateway-3",
                    "persistence",
                    "analytics",
                    "kafka-0",
                    "kafka-1",
                    "kafka-2",
                    "postgres");

    @Test
    void theSameSeedGivesTheSamePlanAndAnotherSeedAnotherOne() {
        assertEquals(plan(7), plan(7));
        assertNotEquals(plan(7), plan(8));
    }

    @Test
    void everyKindHappensToEveryProcess() {
        for (String process : PROCESSES) {
            Set<FaultKind> seen = EnumSet.noneOf(FaultKind.class);
            LongStream.range(0, 50)
                    .forEach(
                            seed ->
                                    plan(seed).faults().stream()
                                            .filter(fault -> fault.target().equals(process))
                                            .forEach(fault -> seen.add(fault.kind())));
            assertEquals(EnumSet.allOf(FaultKind.class), seen, process);
        }
    }

    @Test
    void ofEachGroupOneProcessIsAwayAtATimeAndItHasTimeToCatchUp() {
        for (long seed = 0; seed < 200; seed++) {
            plan(seed).byGroup().values().forEach(FaultPlanTest::areApart);
        }
    }

    private static void areApart(List<PlannedFault> faults) {
        for (int i = 1; i < faults.size(); i++) {
            Duration free = faults.get(i - 1).end().plus(FaultPlan.RECOVERY);
            assertTrue(faults.get(i).at().compareTo(free) >= 0, faults::toString);
        }
    }

    @Test
    void faultsOfDifferentGroupsOverlap() {
        List<PlannedFault> faults = plan(1).faults();
        assertTrue(
                IntStream.range(1, faults.size())
                        .anyMatch(i -> faults.get(i).at().compareTo(faults.get(i - 1).end()) < 0));
    }

    @Test
    void aPlanBeginsQuietlyAndAllProcessesRunAgainInTheEnd() {
        for (long seed = 0; seed < 200; seed++) {
            for (PlannedFault fault : plan(seed).faults()) {
                assertTrue(fault.at().compareTo(FaultPlan.QUIET) >= 0, fault::toString);
                assertTrue(fault.end().compareTo(LENGTH) <= 0, fault::toString);
                assertTrue(fault.length().compareTo(FaultPlan.LONGEST) <= 0, fault::toString);
            }
        }
    }

    @Test
    void inTurnThereIsAFaultEveryTenSecondsAndEveryProcessHasOne() {
        FaultPlan plan = FaultPlan.inTurn(Duration.ofSeconds(10), LENGTH, PROCESSES);
        assertEquals(59, plan.faults().size());
        Set<String> targets = new TreeSet<>();
        for (int i = 0; i < plan.faults().size(); i++) {
            assertEquals(Duration.ofSeconds(10L * (i + 1)), plan.faults().get(i).at());
            targets.add(plan.faults().get(i).target());
        }
        assertEquals(new TreeSet<>(PROCESSES), targets);
    }

    private static FaultPlan plan(long seed) {
        return FaultPlan.random(seed, LENGTH, PROCESSES, List.of(FaultKind.values()));
    }
}
