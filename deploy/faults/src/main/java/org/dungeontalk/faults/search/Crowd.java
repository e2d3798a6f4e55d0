package org.dungeontalk.faults.search;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.player.Player;
import org.dungeontalk.faults.player.Room;
import org.dungeontalk.faults.player.Tally;
import org.dungeontalk.faults.player.Timings;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.SignedToken;

/** All players of a run, and the rooms that they are in. Each connection goes to any gateway. */
final class Crowd implements AutoCloseable {

    private static final int CONNECTING_AT_ONCE = 100;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LIFETIME = Duration.ofHours(2);

    /** Every fifth room is an AI game room. */
    private static final int AI_EVERY = 5;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<URI> gateways;
    private final List<Player> players = new ArrayList<>();

    private Crowd(List<URI> gateways) {
        this.gateways = gateways;
    }

    /** Connects this many players, and returns when all have joined their rooms. */
    static Crowd gather(Stack stack, History history, Tally tally, int players, int rooms)
            throws IOException, InterruptedException {
        Crowd crowd =
                new Crowd(
                        stack.describe().processesNamed("gateway").stream()
                                .map(Crowd::address)
                                .toList());
        SignedToken signer = new SignedToken(stack.data().secret());
        for (int i = 0; i < players; i++) {
            int number = i % rooms;
            boolean ai = number % AI_EVERY == AI_EVERY - 1;
            Room room = new Room((ai ? "game-" : "room-") + number, ai);
            String name = "player-" + i;
            String token = signer.of(SignedToken.Player.named(name), Instant.now(), LIFETIME);
            Player player =
                    new Player(
                            history.player(name, room.id()),
                            room,
                            "by " + name,
                            () -> crowd.connect(token),
                            ANSWER_LIMIT,
                            tally);
            crowd.players.add(player);
            player.join();
            if (i % CONNECTING_AT_ONCE == CONNECTING_AT_ONCE - 1) {
                crowd.awaitSettled(JOIN_LIMIT);
            }
        }
        crowd.awaitSettled(JOIN_LIMIT);
        return crowd;
    }

    private static URI address(StackFile.Started gateway) {
        return URI.create(gateway.urls().get("ws"));
    }

    /** A connection that takes too long is given up: its gateway may be stopped. */
    private CompletableFuture<StompPlayer> connect(String token) {
        URI gateway = gateways.get(ThreadLocalRandom.current().nextInt(gateways.size()));
        CompletableFuture<StompPlayer> made = StompPlayer.connect(http, gateway, token);
        return made.copy()
                .orTimeout(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .whenComplete(
                        (player, e) -> {
                            if (e != null) {
                                made.thenAccept(StompPlayer::close);
                            }
                        });
    }

    /** All players, also those who have left. */
    List<Player> players() {
        return players;
    }

    /** The other players who want to be in the room of this one. */
    Stream<Player> others(Player player) {
        return players.stream()
                .filter(other -> other != player && other.room().equals(player.room()))
                .filter(Player::isWanted);
    }

    /** Waits until all players are where they want to be and all messages are answered. */
    void awaitSettled(Duration limit) throws InterruptedException {
        long unsettled = Await.answer(limit, PAUSE, this::unsettled, number -> number == 0);
        if (unsettled > 0) {
            throw new IllegalStateException(
                    "After %d s, %d of %d players have not joined, or wait for an answer"
                            .formatted(limit.toSeconds(), unsettled, players.size()));
        }
    }

    private long unsettled() {
        return players.stream()
                .filter(player -> player.isJoined() != player.isWanted() || !player.isAnswered())
                .count();
    }

    /** The times of all players, sorted. */
    Timings timings() {
        return Timings.of(players.stream().map(Player::timings).toList());
    }

    /** Gives messages under way time to arrive. The checker reports those still missing. */
    void awaitRead() throws InterruptedException {
        Await.unchanged(
                Duration.ofSeconds(3), () -> players.stream().mapToLong(Player::reads).sum());
    }

    /** Everybody leaves. */
    void disperse() {
        players.forEach(Player::leave);
    }

    @Override
    public void close() {
        disperse();
    }
}
