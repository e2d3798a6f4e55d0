package org.dungeontalk.load.replay;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.token.SignedToken;

/**
 * The shared state of all rooms of a replay: the players with their connections, the pace, the
 * tally. Thread-safe.
 */
final class Stage {

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(24);
    private static final int LONGEST_ID = 80;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Actor> actors = new ConcurrentHashMap<>();
    private final AtomicInteger arrivals = new AtomicInteger();
    private final List<URI> gateways;
    private final SignedToken token;
    private final ScheduledExecutorService scheduler;
    private final Pace pace;
    private final Tally tally;
    private final Outcomes outcomes;
    private final String whySlow;
    private final AtomicBoolean saidWhy = new AtomicBoolean();

    /**
     * @param gateways the addresses; players are assigned to them in turn
     * @param whySlow printed once when a player's own rate slows the replay down
     */
    Stage(
            List<URI> gateways,
            SignedToken token,
            ScheduledExecutorService scheduler,
            Pace pace,
            Tally tally,
            Outcomes outcomes,
            String whySlow) {
        this.gateways = List.copyOf(gateways);
        this.token = token;
        this.scheduler = scheduler;
        this.pace = pace;
        this.tally = tally;
        this.outcomes = outcomes;
        this.whySlow = whySlow;
    }

    Pace pace() {
        return pace;
    }

    Tally tally() {
        return tally;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** The player of this name, the same for all rooms. */
    Actor actor(String name) {
        return actors.computeIfAbsent(name, this::arrive);
    }

    /** A gateway refused a player for too many messages. */
    void slowed() {
        if (saidWhy.compareAndSet(false, true)) {
            System.out.println(whySlow);
        }
    }

    /** Closes all connections. */
    void leave() {
        actors.values().forEach(Actor::leave);
    }

    private Actor arrive(String name) {
        URI gateway = gateways.get(arrivals.getAndIncrement() % gateways.size());
        SignedToken.Player player =
                new SignedToken.Player(idOf(name), shortened(name), List.of(), List.of());
        return new Actor(
                () ->
                        StompPlayer.connect(
                                client, gateway, token.of(player, Instant.now(), TOKEN_LIFETIME)),
                tally);
    }

    /** The player's id: the name itself, or if that is too long, an id derived from it. */
    static String idOf(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_ID
                ? name
                : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_ID
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_ID));
    }
}
