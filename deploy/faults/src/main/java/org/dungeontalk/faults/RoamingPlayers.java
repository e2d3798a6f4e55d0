package org.dungeontalk.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.dungeontalk.faults.check.Checker;
import org.dungeontalk.faults.check.PlayerStream;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.token.SignedToken;

/**
 * Many roaming players in many rooms who talk at a steady rate. The checker judges them in the end.
 */
final class RoamingPlayers implements AutoCloseable {

    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(120);
    private static final int CONNECTING_AT_ONCE = 100;

    private final Stack stack;
    private final List<RoamingPlayer> all = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger turn = new AtomicInteger();

    private RoamingPlayers(Stack stack) {
        this.stack = stack;
    }

    /**
     * Connects this many players, and returns when all have joined their rooms.
     *
     * @param gateway the address for a player of that room, queried before every connection
     */
    static RoamingPlayers gather(Stack stack, int players, int rooms, Function<String, URI> gateway)
            throws IOException, InterruptedException {
        return gather(stack, "player-", players, rooms, gateway);
    }

    /**
     * The same with a prefix.
     *
     * @param prefix beginning of the players' names
     */
    static RoamingPlayers gather(
            Stack stack, String prefix, int players, int rooms, Function<String, URI> gateway)
            throws IOException, InterruptedException {
        RoamingPlayers group = new RoamingPlayers(stack);
        HttpClient http = HttpClient.newHttpClient();
        SignedToken token = new SignedToken(stack.data().secret());
        for (int i = 0; i < players; i++) {
            String room = "room-" + i % rooms;
            String name = prefix + i;
            String signed =
                    token.of(SignedToken.Player.named(name), Instant.now(), Duration.ofHours(1));
            RoamingPlayer player =
                    new RoamingPlayer(name, room, signed, http, () -> gateway.apply(room));
            group.all.add(player);
            player.travel();
            if (i % CONNECTING_AT_ONCE == CONNECTING_AT_ONCE - 1) {
                group.await("all players have joined", SETTLE_LIMIT, group::allJoined);
            }
        }
        group.await("all players have joined", SETTLE_LIMIT, group::allJoined);
        return group;
    }

    /** Starts the talk at this rate, with one player after the other. */
    void talk(int perSecond) {
        clock.scheduleAtFixedRate(
                () -> all.get(turn.getAndIncrement() % all.size()).talk(),
                0,
                1_000_000 / perSecond,
                TimeUnit.MICROSECONDS);
    }

    /** Stops the talk, waits until all messages are answered and read, and judges. */
    RunReport judge() throws Exception {
        fallSilent();
        Records records = new Records(stack.describe(), stack.data().secret());
        Set<String> receipts = new HashSet<>();
        all.forEach(player -> receipts.addAll(player.receipts()));
        await("all messages are stored", SETTLE_LIMIT, () -> stored(records) >= receipts.size());
        awaitRead();
        Map<String, List<String>> stored = records.storedByRoom();
        Map<String, Checker.Verdict> verdicts = new TreeMap<>();
        stored.keySet().forEach(room -> verdicts.put(room, verdict(room, stored.get(room))));
        return new RunReport(receipts.size(), verdicts, troubles(), gaps(), waits(), delays());
    }

    /**
     * Stops the talk and waits until all players are connected and all their messages have an
     * answer.
     */
    void fallSilent() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        await("all players have joined again", SETTLE_LIMIT, this::allJoined);
        await(
                "all messages are answered",
                SETTLE_LIMIT,
                () -> all.stream().allMatch(RoamingPlayer::isAnswered));
    }

    List<PlayerStream> playerStreams() {
        return all.stream().map(RoamingPlayer::playerStream).toList();
    }

    /** Streams that could not be resumed, and permanently refused messages. */
    List<String> troubles() {
        return all.stream().map(RoamingPlayer::trouble).flatMap(Optional::stream).toList();
    }

    /** From each message's first attempt to its receipt, in nanoseconds, sorted. */
    List<Long> waits() {
        return all.stream().flatMap(player -> player.waits().stream()).sorted().toList();
    }

    /** From each message's first attempt until its sender read it, in nanoseconds, sorted. */
    List<Long> delays() {
        return all.stream().flatMap(player -> player.delays().stream()).sorted().toList();
    }

    /** Durations of interrupted streams after a lost connection, in nanoseconds, sorted. */
    List<Long> gaps() {
        return all.stream().flatMap(player -> player.gaps().stream()).sorted().toList();
    }

    /** Gives messages under way time to arrive. The checker reports those still missing. */
    void awaitRead() throws InterruptedException {
        long before = -1;
        long now = readByAll();
        while (now != before) {
            before = now;
            TimeUnit.SECONDS.sleep(3);
            now = readByAll();
        }
    }

    private long readByAll() {
        return all.stream().mapToLong(player -> player.read().size()).sum();
    }

    private Checker.Verdict verdict(String room, List<String> stored) {
        Set<String> sent = new HashSet<>();
        Set<String> receipts = new HashSet<>();
        Map<String, List<String>> read = new TreeMap<>();
        all.stream()
                .filter(player -> player.room().equals(room))
                .forEach(
                        player -> {
                            sent.addAll(player.sent());
                            receipts.addAll(player.receipts());
                            read.put(player.name(), player.read());
                        });
        return new Checker(sent, receipts, read, stored).check();
    }

    private static int stored(Records records) {
        try {
            return records.rows();
        } catch (SQLException e) {
            return 0;
        }
    }

    boolean allJoined() {
        return joined() == all.size();
    }

    long joined() {
        return all.stream().filter(RoamingPlayer::isJoined).count();
    }

    /** Waits. Fails with this text if the condition does not come true. */
    void await(String what, Duration most, BooleanSupplier until) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!until.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Not within %s: %s; %d of %d have joined"
                                .formatted(most, what, joined(), all.size()));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        all.forEach(RoamingPlayer::leave);
    }
}
