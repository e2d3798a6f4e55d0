package org.dungeontalk.faults.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Which faults happen when. Of each group of processes only one is away at a time, and it has some
 * time to catch up before the next one: with more than one broker or all gateways away, nobody
 * promises that messages are accepted. Faults of different groups may overlap.
 *
 * @param faults in the order of their beginnings
 */
record FaultPlan(List<PlannedFault> faults) {

    /** Time before the first fault. */
    static final Duration QUIET = Duration.ofSeconds(10);

    /** The longest time that a process is away. */
    static final Duration LONGEST = Duration.ofSeconds(25);

    /** Time between two faults of a group, for the process to start and to catch up. */
    static final Duration RECOVERY = Duration.ofSeconds(15);

    private static final int SHORTEST_MILLIS = 500;
    private static final int PAUSE_LEAST_MILLIS = 1_000;
    private static final int PAUSE_MOST_MILLIS = 9_000;
    private static final Duration TURN_KILLED = Duration.ofSeconds(3);
    private static final Duration TURN_STOPPED = Duration.ofSeconds(8);

    FaultPlan {
        faults = faults.stream().sorted(Comparator.comparing(PlannedFault::at)).toList();
    }

    /**
     * A random plan: the same arguments give the same plan.
     *
     * @param length of the whole plan; every process runs again by then
     * @param processes the processes of the stack
     * @param kinds what may happen to them
     */
    static FaultPlan random(
            long seed, Duration length, List<String> processes, List<FaultKind> kinds) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, List<String>> groups = groups(processes);
        Map<String, Duration> freeFrom = new HashMap<>();
        List<PlannedFault> faults = new ArrayList<>();
        Duration at = QUIET;
        while (at.plus(LONGEST).compareTo(length) <= 0) {
            Duration now = at;
            List<String> free =
                    groups.keySet().stream()
                            .filter(group -> freeFrom.getOrDefault(group, now).compareTo(now) <= 0)
                            .toList();
            if (!free.isEmpty()) {
                PlannedFault fault = fault(random, at, groups.get(pick(random, free)), kinds);
                faults.add(fault);
                freeFrom.put(fault.group(), fault.end().plus(RECOVERY));
            }
            at = at.plusMillis(random.nextInt(PAUSE_LEAST_MILLIS, PAUSE_MOST_MILLIS));
        }
        return new FaultPlan(faults);
    }

    /**
     * A fixed plan: a broker, a gateway, a consumer and PostgreSQL in turn, killed in one round and
     * stopped in the next one.
     *
     * @param every time between two faults
     * @param length of the whole plan
     */
    static FaultPlan inTurn(Duration every, Duration length, List<String> processes) {
        List<List<String>> kinds =
                List.of(
                        named(processes, "kafka"),
                        named(processes, "gateway"),
                        named(processes, "persistence", "analytics"),
                        named(processes, "postgres"));
        List<PlannedFault> faults = new ArrayList<>();
        Duration at = every;
        for (int i = 0; at.plus(TURN_STOPPED).compareTo(length) <= 0; i++) {
            int round = i / kinds.size();
            List<String> kind = kinds.get(i % kinds.size());
            boolean killed = round % 2 == 0;
            faults.add(
                    new PlannedFault(
                            at,
                            killed ? FaultKind.KILL : FaultKind.STOP,
                            kind.get(round / 2 % kind.size()),
                            killed ? TURN_KILLED : TURN_STOPPED));
            at = at.plus(every);
        }
        return new FaultPlan(faults);
    }

    /** The faults of each group, in order. */
    Map<String, List<PlannedFault>> byGroup() {
        Map<String, List<PlannedFault>> groups = new TreeMap<>();
        faults.forEach(
                fault ->
                        groups.computeIfAbsent(fault.group(), any -> new ArrayList<>()).add(fault));
        return groups;
    }

    private static PlannedFault fault(
            SplittableRandom random, Duration at, List<String> group, List<FaultKind> kinds) {
        String target = pick(random, group);
        FaultKind kind = pick(random, kinds);
        long millis = random.nextLong(SHORTEST_MILLIS, LONGEST.toMillis());
        return new PlannedFault(
                at,
                kind,
                target,
                kind == FaultKind.RESTART ? Duration.ZERO : Duration.ofMillis(millis));
    }

    private static Map<String, List<String>> groups(List<String> processes) {
        Map<String, List<String>> groups = new TreeMap<>();
        processes.forEach(
                process ->
                        groups.computeIfAbsent(
                                        PlannedFault.groupOf(process), any -> new ArrayList<>())
                                .add(process));
        return groups;
    }

    private static List<String> named(List<String> processes, String... groups) {
        return processes.stream()
                .filter(process -> List.of(groups).contains(PlannedFault.groupOf(process)))
                .toList();
    }

    private static <T> T pick(SplittableRandom random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
