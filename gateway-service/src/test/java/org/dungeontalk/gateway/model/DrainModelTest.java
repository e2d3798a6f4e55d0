package org.dungeontalk.gateway.model;

import static org.dungeontalk.gateway.model.Interleavings.allHold;
import static org.dungeontalk.gateway.model.Interleavings.find;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.dungeontalk.gateway.kafka.SimulatedKafka;
import org.dungeontalk.gateway.session.Connections;
import org.dungeontalk.gateway.session.HastyConnections;
import org.junit.jupiter.api.Test;

/** A gateway drains or dies while its player sends and reads; the player goes on at the next. */
class DrainModelTest {
    private static final ModelSetup SETUP = new ModelSetup(true, Map.of());

    @Test
    void aPlayerIsHandedOverWithTheAnswersAndWithoutALoss() {
        allHold(361, 1, DrainModelTest::drains);
    }

    @Test
    void aPlayerWhoseGatewayDiesSendsAgainAndMissesNothing() {
        allHold(373, 1, DrainModelTest::dies);
    }

    @Test
    void aDrainThatDoesNotWaitForTheAnswersIsFound() {
        find(
                "closed before the answers",
                wiring -> wiring.use(Connections.class, HastyConnections.class),
                DrainModelTest::drains);
    }

    @Test
    void aNextGatewayThatDoesNotLookBackIsFound() {
        find(
                "mira should have got",
                wiring -> {
                    wiring.get(SimulatedKafka.class).forget();
                    return wiring;
                },
                DrainModelTest::dies);
    }

    private static List<String> drains(Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelGateway first = run.gateway("first gateway", 1, fault);
        sends(run, first, run.gateway("second gateway", 1, fault));
        run.later(() -> first.connections().drain(1));
        return run.finish();
    }

    private static List<String> dies(Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelGateway first = run.gateway("first gateway", 1, fault);
        ModelClient mira = sends(run, first, run.gateway("second gateway", 1, fault));
        run.later(
                () -> {
                    first.die();
                    mira.lost();
                });
        return run.finish();
    }

    private static ModelClient sends(ModelRun run, ModelGateway first, ModelGateway second) {
        ModelClient mira = run.client("mira", first, 0);
        mira.subscribe();
        run.explore(0);
        mira.whenClosed(
                () -> {
                    mira.connect(second, 0);
                    mira.subscribe();
                    mira.send("x", "x");
                });
        mira.send("x", "x");
        return mira;
    }
}
