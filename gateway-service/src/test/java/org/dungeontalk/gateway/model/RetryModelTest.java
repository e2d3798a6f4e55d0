package org.dungeontalk.gateway.model;

import static org.dungeontalk.gateway.model.Interleavings.allHold;
import static org.dungeontalk.gateway.model.Interleavings.find;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.dungeontalk.gateway.kafka.SimulatedKafka;
import org.dungeontalk.gateway.log.HastyClaims;
import org.dungeontalk.gateway.log.IdClaims;
import org.junit.jupiter.api.Test;

/** Messages with the same id, over two connections or two gateways. */
class RetryModelTest {
    private static final ModelSetup SETUP = new ModelSetup(true, Map.of());
    private static final long QUIET = 3_600_000;

    @Test
    void aPlayerSendsAgainOverAnotherGatewayWhileTheFirstAttemptIsOnItsWay() {
        allHold(1_475, 2, RetryModelTest::sendsAgain);
    }

    @Test
    void twoGatewaysGetTwoMessagesWithOneIdAtTheSameMoment() {
        allHold(547, RetryModelTest::twoWithOneId);
    }

    @Test
    void aPlayerSendsAMessageOverTwoConnectionsAtTheSameMoment() {
        allHold(153, 2, RetryModelTest::sendsTwice);
    }

    @Test
    void aGatewayThatReadsAPartitionFromItsEndOnIsFound() {
        find(
                "mira should have got",
                wiring -> {
                    wiring.get(SimulatedKafka.class).forget();
                    return wiring;
                },
                RetryModelTest::sendsAgain);
    }

    @Test
    void aReceiptForAMessageThatWasNotReadBackIsFound() {
        find(
                "CONFIRMED, and the first with its id is",
                wiring -> wiring.use(IdClaims.class, HastyClaims.class),
                RetryModelTest::twoWithOneId);
    }

    /** Nothing was said in the room for an hour. The first attempt went over another gateway. */
    private static List<String> sendsAgain(Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelClient mira = run.client("mira", run.gateway("gateway", 1, fault), 0);
        mira.knows(run.append("old", "old", "tomas", System.currentTimeMillis() - QUIET));
        run.explore(0);
        run.later(() -> run.append("x", "x", "mira", System.currentTimeMillis()));
        mira.subscribe();
        mira.send("x", "x");
        return run.finish();
    }

    /** The other message goes over another gateway. */
    private static List<String> twoWithOneId(Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelGateway gateway = run.gateway("gateway", 1, fault);
        ModelClient mira = run.client("mira", gateway, 0);
        mira.subscribe();
        run.explore(0);
        run.later(() -> run.append("x", "two", "mira", System.currentTimeMillis()));
        mira.send("x", "one");
        return run.finish();
    }

    private static List<String> sendsTwice(Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelGateway gateway = run.gateway("gateway", 1, fault);
        ModelClient mira = run.client("mira", gateway, 0);
        ModelClient again = run.client("mira", gateway, 0);
        mira.subscribe();
        run.explore(0);
        mira.send("x", "x");
        again.send("x", "x");
        return run.finish();
    }
}
