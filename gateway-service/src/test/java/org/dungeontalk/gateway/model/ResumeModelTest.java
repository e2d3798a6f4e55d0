package org.dungeontalk.gateway.model;

import static org.dungeontalk.gateway.model.Interleavings.allHold;
import static org.dungeontalk.gateway.model.Interleavings.find;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.dungeontalk.gateway.log.LogHistory;
import org.junit.jupiter.api.Test;

/** A player resumes over log and memory, while messages come and memory forgets. */
class ResumeModelTest {

    /** Memory holds two messages, and a slice of a catch-up too. */
    private static final ModelSetup SETUP =
            new ModelSetup(
                    false,
                    Map.of(
                            "dungeontalk.log.tail-bytes",
                            "600",
                            "dungeontalk.log.catch-up-chunk",
                            "80"));

    @Test
    void aPlayerResumesOverLogAndMemoryWhileMemoryForgets() {
        allHold(2_812, 2, ResumeModelTest::resumes);
    }

    @Test
    void aPlayerResumesWhileThePartitionOpens() {
        allHold(545, 2, ResumeModelTest::resumesWhileOpening);
    }

    @Test
    void aPlayerResumesFromAMessageThatThisGatewayHasNotRead() {
        allHold(1_821, ResumeModelTest::isAhead);
    }

    @Test
    void aPlayerIsToldOfMessagesThatTheLogDeletesMeanwhile() {
        allHold(38, ResumeModelTest::isDeleted);
    }

    @Test
    void aMemberThatGoesLiveWhereTheLogsBlockEndsIsFound() {
        find(
                "mira should have got",
                wiring -> wiring.use(LogHistory.class, FaultyHistories.LiveAfterBlock.class),
                ResumeModelTest::resumes);
    }

    @Test
    void memoryThatConcealsWhatItForgotIsFound() {
        find(
                "mira should have got",
                wiring -> wiring.use(LogHistory.class, FaultyHistories.Concealing.class),
                ResumeModelTest::resumes);
    }

    @Test
    void aCursorThatIsRefusedBecauseThisGatewayHasNotReadItsMessageIsFound() {
        find(
                "mira was told to have lost messages: [invalid]",
                wiring -> wiring.use(LogHistory.class, FaultyHistories.NotAsking.class),
                ResumeModelTest::isAhead);
    }

    @Test
    void aStreamThatContinuesBehindDeletedMessagesIsFound() {
        find(
                "mira should have got",
                wiring -> wiring.use(LogHistory.class, FaultyHistories.Skipping.class),
                ResumeModelTest::isDeleted);
    }

    /** The messages of the log lie in two blocks of the catch-up. */
    private static ModelClient resumed(ModelRun run, UnaryOperator<Wiring> fault) {
        run.log().startAt(998);
        ModelGateway gateway = run.gateway("gateway", 1, fault);
        gateway.read(ModelRun.ROOM);
        run.scheduler().run();
        for (String id : List.of("a", "b", "c", "d")) {
            run.append(id);
        }
        ModelClient mira = run.client("mira", gateway, 0);
        mira.knows(997);
        return mira;
    }

    private static List<String> resumes(Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelClient mira = resumed(run, fault);
        run.explore(0);
        run.appendLater("e");
        run.appendLater("f");
        mira.subscribe();
        return run.finish();
    }

    private static List<String> isDeleted(Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelClient mira = resumed(run, fault);
        run.explore(0);
        run.deleteLater();
        run.deleteLater();
        mira.subscribe();
        return run.finish();
    }

    private static List<String> resumesWhileOpening(
            Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelClient mira = run.client("mira", run.gateway("gateway", 1, fault), 0);
        mira.knows(run.append("a"));
        run.append("b");
        run.explore(0);
        run.appendLater("c");
        mira.subscribe();
        return run.finish();
    }

    private static List<String> isAhead(Scheduler scheduler, UnaryOperator<Wiring> fault) {
        ModelRun run = new ModelRun(scheduler, SETUP);
        ModelGateway gateway = run.gateway("gateway", 1, fault);
        gateway.read(ModelRun.ROOM);
        ModelClient mira = run.client("mira", gateway, 0);
        run.explore(0);
        run.later(
                () -> {
                    mira.knows(run.append("a"));
                    mira.subscribe();
                });
        run.appendLater("b");
        return run.finish();
    }
}
