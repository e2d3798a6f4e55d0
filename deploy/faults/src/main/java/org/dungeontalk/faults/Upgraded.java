package org.dungeontalk.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.probe.Probe;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.stack.AnotherInstance;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.ServicePlan;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackOptions;
import org.dungeontalk.local.stack.StackPorts;

/**
 * Z6: a stack of an earlier version is upgraded while 300 players talk: consumers first, then
 * gateways, one process after the other. A second instance of each consumer stays at the earlier
 * version for a while, beside the tables of today. Then the services go back in the opposite order,
 * and forward again. Gateways must work in both versions. Consumers of that version may refuse the
 * tables of today (those of today take newer ones); then the log keeps everything for them.
 */
final class Upgraded implements OwnStackFault {

    /** Nobody has used a release yet; this is the last commit before the tables of today. */
    private static final String COMMIT = "3ae33627906ac5dc1929993d39aeac69c67bf98e";

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int QUIET_SECONDS = 10;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    @Override
    public RowResult run(Path data) throws Exception {
        try (FormerVersion former = FormerVersion.build(COMMIT, data.resolve("former"));
                Stack stack =
                        new Stack(
                                new StackOptions(
                                        former.root(),
                                        data.resolve("stack"),
                                        StackPorts.free(StackServices.GATEWAYS.size(), 3),
                                        false,
                                        false,
                                        false),
                                Progress.to(System.out))) {
            stack.start();
            return run(stack, former.root());
        }
    }

    private static RowResult run(Stack stack, Path former) throws Exception {
        Path today = DataOption.projectRoot();
        List<String> stayedAway = new ArrayList<>();
        try (IngressUnderTest ingress = IngressUnderTest.start(stack);
                RoamingPlayers players =
                        RoamingPlayers.gather(stack, PLAYERS, ROOMS, ingress::of)) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            try (AnotherInstance persistence = AnotherInstance.second(stack, "persistence");
                    AnotherInstance analytics = AnotherInstance.second(stack, "analytics")) {
                change(stack, StackServices.CONSUMERS, today, stayedAway);
                if (persistence.describe().isEmpty() || analytics.describe().isEmpty()) {
                    stayedAway.add("an earlier consumer beside today's tables");
                }
            }
            change(stack, StackServices.GATEWAYS, today, stayedAway);
            double forward = players.takeLongestStall();
            List<String> notBack = new ArrayList<>();
            change(stack, StackServices.GATEWAYS, former, notBack);
            change(stack, StackServices.CONSUMERS, former, notBack);
            double back = players.takeLongestStall();
            change(stack, StackServices.CONSUMERS, today, stayedAway);
            change(stack, StackServices.GATEWAYS, today, stayedAway);
            RunEnd end = RunEnd.of(stack, players);
            return new RowResult(
                    end.isClean()
                            && stayedAway.isEmpty()
                            && StackServices.CONSUMERS.containsAll(notBack),
                    "forward: longest wait %.1f s, %s; back: longest wait %.1f s, %s; %d reconnects; %s"
                            .formatted(
                                    forward,
                                    text(stayedAway),
                                    back,
                                    text(notBack),
                                    end.report().gaps().size(),
                                    end.text()));
        }
    }

    private static String text(List<String> notReady) {
        return notReady.isEmpty()
                ? "all services ready"
                : "not ready: " + String.join(", ", notReady);
    }

    /** Replaces services by those of another version, one after the other. */
    private static void change(Stack stack, List<String> names, Path root, List<String> notReady)
            throws IOException, InterruptedException {
        for (String name : names) {
            ServicePlan plan = stack.service(name).plan();
            Path folder = root.resolve(plan.folder().getFileName());
            StackServices.replace(stack, name, plan.in(folder));
            if (!Probe.readiness(plan.readiness()).awaitGreen(START_LIMIT)) {
                notReady.add(name);
            }
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
        }
    }
}
