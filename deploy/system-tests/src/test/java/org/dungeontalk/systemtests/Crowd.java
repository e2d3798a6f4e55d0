package org.dungeontalk.systemtests;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dungeontalk.faults.check.Checker;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.faults.check.Verdict;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.SignedToken;

/**
 * Players of several rooms on all gateways of a stack, ten to a room, each room on every gateway.
 */
final class Crowd implements AutoCloseable {

    private static final long LIMIT_SECONDS = 120;

    private final List<Member> members = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final AtomicInteger receipts = new AtomicInteger();
    private final History history;

    private Crowd(History history) {
        this.history = history;
    }

    /** Connects the players and subscribes each to its room; returns when all have joined. */
    static Crowd gather(StackFile stack, String secret, int rooms, int playersPerRoom)
            throws Exception {
        return gather(
                stack, secret, new History(), History.ONLY_REGION, "player", rooms, playersPerRoom);
    }

    /**
     * Connects players of one of several regions.
     *
     * @param history of the players of all regions
     * @param region its name in the history
     * @param name prefix of the players' names
     */
    static Crowd gather(
            StackFile stack,
            String secret,
            History history,
            String region,
            String name,
            int rooms,
            int playersPerRoom)
            throws Exception {
        Crowd crowd = new Crowd(history);
        HttpClient client = HttpClient.newHttpClient();
        SignedToken token = new SignedToken(secret);
        List<URI> gateways =
                stack.processesNamed("gateway").stream()
                        .map(gateway -> URI.create(gateway.urls().get("ws")))
                        .toList();
        for (int room = 0; room < rooms; room++) {
            for (int i = 0; i < playersPerRoom; i++) {
                String nickname = name + "-" + room + "-" + i;
                String signed =
                        token.of(
                                SignedToken.Player.named(nickname),
                                Instant.now(),
                                Duration.ofHours(1));
                crowd.tokens.add(signed);
                StompPlayer connection =
                        StompPlayer.connect(client, gateways.get(i % gateways.size()), signed)
                                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
                Member member =
                        new Member(
                                "room-" + room,
                                nickname,
                                connection,
                                crowd.receipts,
                                history.player(region, nickname, "room-" + room));
                member.join().get(LIMIT_SECONDS, TimeUnit.SECONDS);
                crowd.members.add(member);
            }
        }
        return crowd;
    }

    /** Each player sends this number of messages; completes when all are answered. */
    CompletableFuture<Void> talk(int messagesEach) {
        return CompletableFuture.allOf(
                members.stream()
                        .map(member -> member.say(messagesEach))
                        .toArray(CompletableFuture[]::new));
    }

    /** Number of receipts so far. */
    int receipts() {
        return receipts.get();
    }

    /** What no log may hold: parts of each token, and the texts sent so far. */
    List<String> secrets() {
        return Stream.concat(
                        tokens.stream().flatMap(StackLogs::partsOf),
                        members.stream().flatMap(member -> member.texts().stream()))
                .toList();
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    /** Whether every member has read at least as many messages as its room has receipts. */
    boolean allRead() {
        Map<String, Integer> wanted = new TreeMap<>();
        members.forEach(m -> wanted.merge(m.room(), m.receipts().size(), Integer::sum));
        return members.stream().allMatch(m -> m.read().size() >= wanted.get(m.room()));
    }

    /** The checker's verdict. To be called once, when all is stored, counted and read. */
    Verdict check(Records records) throws Exception {
        records.addTo(history, History.ONLY_REGION);
        return new Checker(history).check();
    }

    @Override
    public void close() {
        members.forEach(Member::leave);
    }
}
