package org.dungeontalk.faults.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.player.Player;

/**
 * What moderators and operators do meanwhile, on one thread: every few seconds a player is muted
 * for a while, or has left for good and is erased, or the last minute of the log is read again. A
 * service that is away is not asked again: the next request comes soon.
 */
final class Staff implements AutoCloseable {

    private static final int PAUSE_SECONDS = 4;
    private static final int MUTED_SECONDS = 3;
    private static final int ERASE_AFTER_SECONDS = 2;
    private static final int REPLAYED_SECONDS = 60;

    /** One of so many players is erased at most. */
    private static final int ERASED_OF = 10;

    private static final String MUTES = "/api/analytics/mutes/";

    private final Crowd crowd;
    private final Requests requests;
    private final SplittableRandom random;
    private final Map<String, Integer> done = new TreeMap<>();
    private final List<Player> gone = new ArrayList<>();
    private final Thread thread = new Thread(this::work, "staff");
    private volatile boolean ended;

    Staff(Crowd crowd, Requests requests, long seed) {
        this.crowd = crowd;
        this.requests = requests;
        this.random = new SplittableRandom(seed);
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    /** Ends after what it is doing. Nobody stays muted. */
    void end() throws InterruptedException {
        ended = true;
        thread.join();
    }

    /** How often each thing was done: {@code erasures 3, mutes 12, replays 4}. */
    String text() {
        return done.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .reduce((one, other) -> one + ", " + other)
                .orElse("nothing");
    }

    private void work() {
        try {
            while (!ended) {
                TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
                switch (random.nextInt(3)) {
                    case 0 -> mute();
                    case 1 -> erase();
                    default -> replay();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void mute() throws InterruptedException {
        String path = MUTES + any().name();
        if (requests.ask("PUT", "analytics", path, "{\"minutes\":1}") / 100 == 2) {
            count("mutes");
            TimeUnit.SECONDS.sleep(MUTED_SECONDS);
            requests.ask("DELETE", "analytics", path, "");
        }
    }

    /**
     * A message of the player in a later minute would count the player once more, under the old
     * name. So only somebody goes who waits for no answer.
     */
    private void erase() throws InterruptedException {
        Player player = any();
        if (gone.size() < crowd.players().size() / ERASED_OF && player.retire()) {
            gone.add(player);
            TimeUnit.SECONDS.sleep(ERASE_AFTER_SECONDS);
            String body = "{\"playerId\":\"%s\",\"mode\":\"ERASE\"}".formatted(player.name());
            if (requests.administer("persistence", "/admin/erasure", body) / 100 == 2) {
                count("erasures");
            }
        }
    }

    private void replay() throws InterruptedException {
        String body = "{\"from\":\"%s\"}".formatted(Instant.now().minusSeconds(REPLAYED_SECONDS));
        if (requests.administer("persistence", "/admin/replay", body) / 100 == 2) {
            count("replays");
        }
    }

    private void count(String what) {
        done.merge(what, 1, Integer::sum);
    }

    private Player any() {
        return crowd.players().get(random.nextInt(crowd.players().size()));
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
    }
}
