package org.dungeontalk.gateway.model;

import static org.dungeontalk.gateway.model.Interleavings.allHold;
import static org.dungeontalk.gateway.model.Interleavings.find;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.dungeontalk.gateway.delivery.LateRooms;
import org.dungeontalk.gateway.delivery.Rooms;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.log.TwiceReleasedReader;
import org.junit.jupiter.api.Test;

/** A player joins while the room's partition opens or closes, and while messages come. */
class JoinModelTest {
    private static final ModelSetup SETUP =
            new ModelSetup(false, Map.of("dungeontalk.log.partition-grace", "0s"));

    @Test
    void aPlayerWhoJoinsWhileThePartitionOpensGetsAllMessagesFromTheAnswerOn() {
        allHold(840, 2, JoinModelTest::joinsWhileOpening);
    }

    @Test
    void aPlayerWhoJoinsARoomWhosePartitionIsReadGetsAllMessagesFromTheAnswerOn() {
        allHold(2_609, JoinModelTest::joinsWhileMessagesCome);
    }

    @Test
    void twoPlayersOnTwoEventLoopsJoinWhileAMessageComes() {
        allHold(2_636, 2, JoinModelTest::twoJoin);
    }

    @Test
    void aPlayerJoinsWhileThePartitionClosesBecauseTheLastOneLeft() {
        allHold(1_463, JoinModelTest::joinsWhileClosing);
    }

    @Test
    void aMemberThatGoesLiveLaterThanItsPositionIsFound() {
        find(
                "mira should have got",
                wiring -> wiring.use(Rooms.class, LateRooms.class),
                JoinModelTest::joinsWhileMessagesCome);
    }

    @Test
    void aPartitionThatIsReleasedTwiceIsFound() {
        find(
                "mira",
                wiring -> wiring.use(LogReader.class, TwiceReleasedReader.class),
                JoinModelTest::joinsWhileClosing);
    }

    private static List<String> joinsWhileOpening(
            Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelClient mira = run.client("mira", run.gateway("gateway", 1, fault), 0);
        run.append("old");
        run.explore(0);
        run.appendLater("first");
        run.appendLater("second");
        mira.subscribe();
        return run.finish();
    }

    private static List<String> joinsWhileMessagesCome(
            Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelGateway gateway = run.gateway("gateway", 1, fault);
        gateway.read(ModelRun.ROOM);
        ModelClient mira = run.client("mira", gateway, 0);
        run.explore(0);
        run.appendLater("first");
        run.appendLater("second");
        run.appendLater("third");
        mira.subscribe();
        return run.finish();
    }

    private static List<String> twoJoin(Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelGateway gateway = run.gateway("gateway", 2, fault);
        gateway.read(ModelRun.ROOM);
        ModelClient mira = run.client("mira", gateway, 0);
        ModelClient ines = run.client("ines", gateway, 1);
        run.explore(0);
        run.appendLater("first");
        run.appendLater("second");
        mira.subscribe();
        ines.subscribe();
        return run.finish();
    }

    private static List<String> joinsWhileClosing(
            Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelGateway gateway = run.gateway("gateway", 1, fault);
        ModelClient ines = run.client("ines", gateway, 0);
        ModelClient mira = run.client("mira", gateway, 0);
        ines.subscribe();
        scheduler.run();
        run.append("old");
        run.explore(1);
        run.appendLater("first");
        ines.unsubscribe();
        mira.subscribe();
        return run.finish();
    }
}
