package org.dungeontalk.faults.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dungeontalk.faults.check.Checker;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.faults.player.Draft;
import org.dungeontalk.faults.player.Tally;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.local.stack.Stack;

/** One run: faults by a plan while players do what players do, then rest, then judgement. */
public final class Search {

    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final double MOST_STALL_SECONDS = 10;

    private final Duration length;
    private final Size size;
    private final long seed;
    private final double mostStallSeconds;
    private final Function<List<String>, FaultPlan> plan;
    private final History history = new History();
    private final Tally tally = new Tally(Search::explains);
    private final List<String> finds = new ArrayList<>();

    private Search(
            Duration length,
            Size size,
            long seed,
            double mostStallSeconds,
            Function<List<String>, FaultPlan> plan) {
        this.length = length;
        this.size = size;
        this.seed = seed;
        this.mostStallSeconds = mostStallSeconds;
        this.plan = plan;
    }

    /**
     * The size of the load.
     *
     * @param perSecond acts of all players in a second, most of them messages
     */
    public record Size(int players, int rooms, int perSecond) {}

    /**
     * Random faults that follow from the seed.
     *
     * @param kills whether processes are killed and restarted too, or only stopped for a while. A
     *     process that is never started again shows whether its memory grows
     */
    public static Search random(long seed, Duration length, Size size, boolean kills) {
        List<FaultKind> kinds = kills ? List.of(FaultKind.values()) : List.of(FaultKind.STOP);
        return new Search(
                length,
                size,
                seed,
                Double.MAX_VALUE,
                processes -> FaultPlan.random(seed, length, processes, kinds));
    }

    /**
     * Every ten seconds a fault of a broker, a gateway, a consumer and PostgreSQL in turn. Messages
     * must be accepted at least every ten seconds.
     */
    public static Search inTurn(long seed, Duration length, Size size) {
        return new Search(
                length,
                size,
                seed,
                MOST_STALL_SECONDS,
                processes -> FaultPlan.inTurn(Duration.ofSeconds(10), length, processes));
    }

    /**
     * Runs once, against a stack with several brokers and gateways, and without rate limits. Starts
     * a second instance of each consumer. Blocks, and leaves all processes of the stack running.
     *
     * @param said gets a line for each fault, from any thread
     */
    public SearchReport run(Stack stack, Consumer<String> said) throws Exception {
        try (Processes processes = new Processes(stack)) {
            processes.startSecondConsumers();
            return run(stack, processes, said);
        }
    }

    private SearchReport run(Stack stack, Processes processes, Consumer<String> said)
            throws Exception {
        Requests requests = new Requests(processes.running(), stack.data().secret());
        String kafka = stack.kafka().bootstrapServers();
        try (Victims victims = new Victims(processes, requests, kafka);
                MemoryWatch memory = new MemoryWatch(victims);
                Crowd crowd = Crowd.gather(stack, history, tally, size.players(), size.rooms());
                Staff staff = new Staff(crowd, requests, seed);
                MixedLoad load = new MixedLoad(crowd, tally, seed)) {
            memory.begin();
            load.begin(size.perSecond());
            staff.begin();
            Injector injector = new Injector(victims, length, said);
            injector.carryOut(plan.apply(victims.names()));
            load.end();
            staff.end();
            finds.addAll(injector.failures());
            comeToRest(stack, crowd);
            crowd.disperse();
            finds.addAll(new Gauges(requests).awaitZero());
            judgeProcesses(stack, victims, memory, requests, injector.faults());
            judgeAcceptance();
            return new SearchReport(
                    new Checker(history).check(),
                    tally.receipts() > 0,
                    "%d faults; %s; by the staff: %s; memory in MiB: %s"
                            .formatted(
                                    injector.faults(),
                                    tally.text(crowd.timings()),
                                    staff.text(),
                                    memory.trends()),
                    finds);
        }
    }

    /** Waits until all is answered, stored, counted and read. */
    private void comeToRest(Stack stack, Crowd crowd) throws Exception {
        try {
            crowd.awaitSettled(SETTLE_LIMIT);
        } catch (IllegalStateException e) {
            finds.add(e.getMessage());
        }
        Records records = new Records(stack.describe(), stack.data().secret());
        Await.until(SETTLE_LIMIT, PAUSE, () -> isComplete(records));
        crowd.awaitRead();
        records.addTo(history, History.ONLY_REGION);
    }

    /** The checker says what is missing if this never becomes true. */
    private boolean isComplete(Records records) throws InterruptedException {
        try {
            int rows = records.rows();
            return rows >= tally.receipts() && records.activity().messages() >= rows;
        } catch (SQLException | IOException e) {
            return false;
        }
    }

    private void judgeProcesses(
            Stack stack, Victims victims, MemoryWatch memory, Requests requests, int faults)
            throws IOException {
        victims.lost().forEach(process -> finds.add(process + " ended by itself"));
        memory.trends()
                .forEach(
                        (process, trend) -> {
                            if (trend.isGrowing()) {
                                finds.add("the memory of %s grows: %s".formatted(process, trend));
                            }
                        });
        for (String service : requests.services()) {
            List<String> lines = Files.readAllLines(stack.data().log(service), ISO_8859_1);
            ServiceLog.finds(lines, faults)
                    .forEach(find -> finds.add("the log of %s has %s".formatted(service, find)));
        }
    }

    /** Whether mutes, or the wait for a receipt, are a reason to refuse a message for good. */
    private static boolean explains(Draft draft, String code) {
        return code.equals("MUTED") || code.equals("MESSAGE_ID_EXPIRED") && draft.isOld();
    }

    private void judgeAcceptance() {
        finds.addAll(tally.troubles());
        if (tally.clocksCorrected() > 0) {
            finds.add(
                    "%d players were told that their clock is wrong"
                            .formatted(tally.clocksCorrected()));
        }
        if (tally.longestStallSeconds() > mostStallSeconds) {
            finds.add("no message was accepted for %.1f s".formatted(tally.longestStallSeconds()));
        }
    }
}
