package org.dungeontalk.faults.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServiceLogTest {

    private static final String AWAY =
            "2026-11-30 13:09:2%d,945 WARN  [org.dungeontalk.persistence.lifecycle.Dependency]"
                    + " (vert.x-eventloop-thread-%d) Waiting for log and trying again: %d ms";
    private static final String INFO =
            "2026-11-30 13:09:28,848 INFO  [io.quarkus] (main) Profile local activated. ";

    @Test
    void aLineForEachChangeOfStateIsFine() {
        assertEquals(List.of(), ServiceLog.finds(lines(3), 3));
    }

    @Test
    void moreLinesThanChangesAreFoundAlsoIfTheirNumbersDiffer() {
        assertEquals(List.of("3 times: " + AWAY.formatted(0, 0, 0)), ServiceLog.finds(lines(3), 2));
    }

    @Test
    void complaintsAreFoundAlsoIfTheLastLineOfTheirKindDoesNotComplain() {
        String calm = AWAY.replace("WARN ", "INFO ");
        assertEquals(
                List.of("4 times: " + AWAY.formatted(0, 0, 0)),
                ServiceLog.finds(
                        Stream.concat(lines(3).stream(), Stream.of(calm.formatted(4, 4, 4)))
                                .toList(),
                        2));
        assertEquals(
                List.of(),
                ServiceLog.finds(
                        Stream.concat(lines(2).stream(), Stream.of(calm.formatted(4, 4, 4)))
                                .toList(),
                        2));
    }

    @Test
    void anyNumberOfLinesThatDoNotComplainIsFine() {
        assertEquals(List.of(), ServiceLog.finds(List.of(INFO, INFO, INFO), 1));
    }

    @Test
    void aStackTraceIsFoundWithTheLineBeforeIt() {
        List<String> log =
                List.of(
                        INFO,
                        "java.io.IOException: no",
                        "\tat org.dungeontalk.A.b(A.java:1)",
                        "\tat org.dungeontalk.A.c(A.java:2)",
                        "Caused by: java.io.IOException: no",
                        "\tat org.dungeontalk.D.e(D.java:3)",
                        INFO);
        assertEquals(List.of("a stack trace, 2 times: " + INFO), ServiceLog.finds(log, 9));
    }

    @Test
    void aStackTraceThatSaysThatTheMachineIsStarvedIsNoFinding() {
        List<String> log =
                List.of(
                        "2026-11-30 13:09:28,848 WARN  [io.vertx.core.impl.BlockedThreadChecker]"
                                + " (vertx-blocked-thread-checker) Thread has been blocked",
                        "\tat org.dungeontalk.A.b(A.java:1)");
        assertEquals(List.of(), ServiceLog.finds(log, 0));
    }

    @Test
    void aStackTraceWithoutALineOfItsOwnIsFoundBehindOneOfAStarvedMachine() {
        List<String> log =
                List.of(
                        "2026-11-30 13:09:28,848 WARN  [io.vertx.core.impl.BlockedThreadChecker]"
                                + " (vertx-blocked-thread-checker) Thread has been blocked",
                        "\tat org.dungeontalk.A.b(A.java:1)",
                        "java.io.IOException: Broken pipe",
                        "\tat org.dungeontalk.D.e(D.java:3)");
        assertEquals(
                List.of("a stack trace, 1 times: java.io.IOException: Broken pipe"),
                ServiceLog.finds(log, 0));
    }

    private static List<String> lines(int number) {
        return Stream.concat(
                        Stream.of(INFO),
                        IntStream.range(0, number).mapToObj(i -> AWAY.formatted(i, i, i)))
                .toList();
    }
}
