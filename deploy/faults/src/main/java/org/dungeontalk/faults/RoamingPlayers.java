package org.dungeontalk.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.dungeontalk.faults.check.Checker;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.faults.player.Player;
import org.dungeontalk.faults.player.Room;
import org.dungeontalk.faults.player.Tally;
import org.dungeontalk.faults.player.Timings;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.SignedToken;

/**
 * Many roaming players in many rooms who talk at a steady rate. The checker judges them in the end.
 */
final class RoamingPlayers implements AutoCloseable {

    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Messages under way arrive in this time. The checker reports those still missing. */
    private static final Duration READ_PAUSE = Duration.ofSeconds(3);

    private static final int CONNECTING_AT_ONCE = 100;

    private final Stack stack;
    private final History history;
    private final Crowd crowd;
    private final List<Player> all = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Tally tally = new Tally((message, code) -> false);
    private final AtomicInteger turn = new AtomicInteger();
    private ScheduledFuture<?> talk;
    private StackFile.Postgres database;

    private RoamingPlayers(Stack stack, History history, Crowd crowd) {
        this.stack = stack;
        this.history = history;
        this.crowd = crowd;
    }

    /** Chooses the gateways of players. */
    interface Placement {

        /** The address for the player with this number; queried before every connection. */
        URI gateway(int player, String room);
    }

    /**
     * Connects this many players, and returns when all have joined their rooms.
     *
     * @param gateway the address for a player of that room, queried before every connection
     */
    static RoamingPlayers gather(Stack stack, int players, int rooms, Function<String, URI> gateway)
            throws IOException, InterruptedException {
        return gather(stack, Crowd.of(players, rooms), (player, room) -> gateway.apply(room));
    }

    /** The same with the members of each room on the stack's gateways in turn. */
    static RoamingPlayers gather(Stack stack, Crowd crowd)
            throws IOException, InterruptedException {
        List<URI> gateways = stack.describe().gateways();
        return gather(
                stack,
                crowd,
                (player, room) -> gateways.get(player / crowd.rooms() % gateways.size()));
    }

    /** Connects the crowd, and returns when all have joined their rooms. */
    static RoamingPlayers gather(Stack stack, Crowd crowd, Placement placement)
            throws IOException, InterruptedException {
        return gather(stack, new History(), crowd, placement);
    }

    /**
     * The same in one of several regions.
     *
     * @param history of the players of all regions
     */
    static RoamingPlayers gather(Stack stack, History history, Crowd crowd, Placement placement)
            throws IOException, InterruptedException {
        RoamingPlayers group = new RoamingPlayers(stack, history, crowd);
        HttpClient http = HttpClient.newHttpClient();
        SignedToken signer = crowd.signer().of(stack);
        Instant issued = Instant.now().minus(crowd.tokensSince());
        Duration lifetime = crowd.tokensSince().plus(crowd.tokensFor());
        for (int i = 0; i < crowd.players(); i++) {
            int number = i;
            String room = crowd.room(i);
            String name = crowd.prefix() + i;
            String token = signer.of(SignedToken.Player.named(name), issued, lifetime);
            Player player =
                    new Player(
                            history.player(crowd.region(), name, room),
                            new Room(room, false),
                            crowd.text() + "by " + name,
                            () -> StompPlayer.connect(http, placement.gateway(number, room), token),
                            StompPlayer.ANSWER_LIMIT,
                            group.tally);
            group.all.add(player);
            player.join();
            if (i % CONNECTING_AT_ONCE == CONNECTING_AT_ONCE - 1) {
                group.await("all players have joined", SETTLE_LIMIT, group::allJoined);
            }
        }
        group.await("all players have joined", SETTLE_LIMIT, group::allJoined);
        return group;
    }

    /** Starts the talk at this rate, with one player after the other. */
    void talk(int perSecond) {
        talk(perSecond, all.size());
    }

    /** The same with the first players only; the others read. */
    void talk(int perSecond, int talkers) {
        talk =
                clock.scheduleAtFixedRate(
                        () -> all.get(turn.getAndIncrement() % talkers).talk(Optional.empty()),
                        0,
                        1_000_000 / perSecond,
                        TimeUnit.MICROSECONDS);
    }

    /** Interrupts the talk, and waits until all messages are stored, counted and read. */
    void pause() throws Exception {
        talk.cancel(false);
        await("all messages are answered", SETTLE_LIMIT, this::allAnswered);
        awaitStored(records(), receipts(), SETTLE_LIMIT);
    }

    /** Stops the talk, waits until the run has come to rest, and judges. */
    RunReport judge() throws Exception {
        fallSilent();
        comeToRest(receipts(), SETTLE_LIMIT);
        return new RunReport(
                receipts(), new Checker(history).check(), troubles(), Timings.of(timings()));
    }

    /**
     * Waits until all messages are stored, counted and read. Then adds to the history what the
     * region has stored and counts.
     *
     * @param messages number of messages that it has to store
     * @param limit of the waiting for the database. The checker reports what is not stored, counted
     *     or read by then
     */
    void comeToRest(int messages, Duration limit) throws Exception {
        Records records = records();
        awaitStored(records, messages, limit);
        records.addTo(history, crowd.region());
    }

    private Records records() throws IOException {
        StackFile file = stack.describe();
        return new Records(database == null ? file : file.with(database), crowd.signer().of(stack));
    }

    /** Takes what is stored from another database than the stack's. */
    void readRecordsFrom(StackFile.Postgres other) {
        database = other;
    }

    private void awaitStored(Records records, int messages, Duration limit) throws Exception {
        Await.until(limit, Duration.ofMillis(200), () -> stored(records) >= messages);
        Await.until(limit, Duration.ofMillis(200), () -> counted(records) >= messages);
        Await.unchanged(READ_PAUSE, this::readByAll);
    }

    /**
     * Stops the talk and waits until all players are connected and all their messages have an
     * answer.
     */
    void fallSilent() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        await("all players have joined again", SETTLE_LIMIT, this::allJoined);
        await("all messages are answered", SETTLE_LIMIT, this::allAnswered);
    }

    private boolean allAnswered() {
        return all.stream().allMatch(Player::isAnswered);
    }

    /** Number of messages with a receipt. */
    int receipts() {
        return tally.receipts();
    }

    /** See {@link Tally#troubles}. */
    List<String> troubles() {
        return tally.troubles();
    }

    /** Number of players who were told of a gap. */
    long toldOfGap() {
        return tally.gaps();
    }

    /** The times of each player. */
    List<Timings> timings() {
        return all.stream().map(Player::timings).toList();
    }

    /** How often a player has come back after a lost connection. */
    int reconnects() {
        return Timings.of(timings()).gaps().size();
    }

    /**
     * The longest time in seconds that a message waited for its receipt or until its sender read
     * it, since the last call.
     */
    double takeLongestStall() {
        return all.stream().mapToLong(Player::takeLongestStall).max().orElse(0) / 1e9;
    }

    private long readByAll() {
        return all.stream().mapToLong(Player::reads).sum();
    }

    private static int stored(Records records) {
        try {
            return records.rows();
        } catch (SQLException e) {
            return 0;
        }
    }

    private static long counted(Records records) throws InterruptedException {
        try {
            return records.activity().messages();
        } catch (IOException e) {
            return 0;
        }
    }

    boolean allJoined() {
        return joined() == all.size();
    }

    long joined() {
        return all.stream().filter(Player::isJoined).count();
    }

    /** Waits. Fails with this text if the condition does not come true. */
    <E extends Exception> void await(
            String what, Duration most, Await.Question<Boolean, E> condition)
            throws E, InterruptedException {
        if (!Await.until(most, PAUSE, condition)) {
            throw new IllegalStateException(
                    "Not within %s: %s; %d of %d have joined"
                            .formatted(most, what, joined(), all.size()));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        all.forEach(Player::leave);
    }
}
