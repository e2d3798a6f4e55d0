package org.dungeontalk.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dungeontalk.faults.search.Gauges;
import org.dungeontalk.local.stack.AnotherInstance;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFile;

/**
 * The end of a crowd's run: what the checker says, and what has not come to rest when all players
 * have left.
 *
 * @param notZero a sentence for each gauge that is not zero, the lag of the consumers among them
 */
record RunEnd(RunReport report, List<String> notZero) {

    /**
     * Judges the run, lets all players leave, and waits for a minute at most until all gauges are
     * zero.
     *
     * @param others instances that are not in the stack
     */
    static RunEnd of(Stack stack, RoamingPlayers players, AnotherInstance... others)
            throws Exception {
        RunReport report = players.judge();
        players.close();
        List<StackFile.Started> processes = new ArrayList<>(stack.describe().processes());
        List.of(others).stream()
                .map(AnotherInstance::describe)
                .flatMap(Optional::stream)
                .forEach(processes::add);
        return new RunEnd(report, Gauges.awaitZero(processes, stack.data().secret()));
    }

    boolean isClean() {
        return report.isClean() && notZero.isEmpty();
    }

    String text() {
        return "gauges and lag %s; %s"
                .formatted(
                        notZero.isEmpty() ? "zero" : "not zero: " + String.join(", ", notZero),
                        report.counts());
    }
}
