package org.dungeontalk.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.probe.Probe;
import org.dungeontalk.local.stack.ServicePlan;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFailed;

/**
 * G3: one service after the other runs with a clock that is two hours ahead, then two hours behind,
 * while half of each room's players are on that gateway. Their tokens are valid at all these times.
 *
 * <p>A gateway that is two hours ahead can write nothing, because brokers refuse records that are
 * more than an hour ahead. It must say that it is not ready, and its players' messages must get
 * through when its clock is right again.
 */
final class ClockSkew implements CrowdFault {

    private static final int PLAYERS = 120;
    private static final int ROOMS = 12;
    private static final int PER_SECOND = 40;
    private static final int SKEWED_SECONDS = 10;
    private static final int QUIET_SECONDS = 5;
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration READY_LIMIT = Duration.ofSeconds(15);
    private static final Duration TOKENS = Duration.ofHours(4);
    private static final int HOURS = 2;

    private static final List<String> SERVICES = List.of("gateway-2", "persistence", "analytics");

    /**
     * A service with a wrong clock.
     *
     * @param hours ahead; negative: behind
     */
    private record Skew(String service, int hours) {

        boolean mayWrite() {
            return !service.startsWith("gateway") || hours < 0;
        }
    }

    /**
     * What a service did with a wrong clock.
     *
     * @param accepted messages, if it is a gateway
     * @param unavailable messages that it refused because the log did not take them
     */
    private record Outcome(Skew skew, boolean ready, long accepted, long unavailable) {

        boolean held() {
            boolean gateway = skew.service().startsWith("gateway");
            return ready == skew.mayWrite()
                    && (!gateway || accepted > 0 == skew.mayWrite())
                    && (skew.mayWrite() || unavailable > 0);
        }

        String text() {
            String state = ready ? "ready" : "not ready";
            String messages =
                    skew.service().startsWith("gateway")
                            ? ", accepted %d, LOG_UNAVAILABLE %d".formatted(accepted, unavailable)
                            : "";
            return "%s %+d h %s%s".formatted(skew.service(), skew.hours(), state, messages);
        }
    }

    @Override
    public int brokers() {
        return 3;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        FakeTime.settings(HOURS);
        try (RoamingPlayers players =
                RoamingPlayers.gather(stack, Crowd.of(PLAYERS, ROOMS).withTokens(TOKENS, TOKENS))) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            List<Outcome> outcomes = new ArrayList<>();
            for (String service : SERVICES) {
                outcomes.add(during(new Skew(service, HOURS), stack));
                outcomes.add(during(new Skew(service, -HOURS), stack));
                stack.restart(service);
                TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            }
            RunReport report = players.judge();
            return new RowResult(
                    outcomes.stream().allMatch(Outcome::held) && report.isClean(),
                    "%s; %s"
                            .formatted(
                                    String.join(
                                            "; ", outcomes.stream().map(Outcome::text).toList()),
                                    report.counts()));
        }
    }

    private static Outcome during(Skew skew, Stack stack) throws Exception {
        StackServices.replace(stack, skew.service(), FakeTime.settings(skew.hours()));
        ServicePlan plan = stack.service(skew.service()).plan();
        if (!Probe.liveness(plan.readiness()).awaitGreen(START_LIMIT)) {
            throw new StackFailed(skew.service() + " did not start, see " + plan.log());
        }
        Probe readiness = Probe.readiness(plan.readiness());
        readiness.awaitGreen(READY_LIMIT);
        TimeUnit.SECONDS.sleep(SKEWED_SECONDS);
        boolean ready = readiness.isGreen();
        return skew.service().startsWith("gateway")
                ? ofGateway(skew, ready, new GatewayWatch(stack, skew.service()))
                : new Outcome(skew, ready, 0, 0);
    }

    private static Outcome ofGateway(Skew skew, boolean ready, GatewayWatch gateway)
            throws IOException, InterruptedException {
        return new Outcome(
                skew,
                ready,
                (long) gateway.metric("dungeontalk_gateway_messages_accepted_total", ""),
                (long)
                        gateway.metric(
                                "dungeontalk_gateway_messages_refused_total", "LOG_UNAVAILABLE"));
    }
}
