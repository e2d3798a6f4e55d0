package org.dungeontalk.analytics.ingest;

import java.util.HashMap;
import java.util.Map;
import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.partition.Effects;

/**
 * The players of a partition whose first message is in PostgreSQL, so that not every transaction
 * writes them again. Bounded: a forgotten player is written once more, which changes nothing.
 *
 * <p>It belongs to the partition's state: when that is loaded again, it starts empty.
 */
@FrameworkFree
final class KnownPlayers {

    private static final int MOST = 20_000;

    private final Map<String, Long> firstSeen = new HashMap<>();
    private Map<String, Long> pending = Map.of();

    /** The same effects, with only the players that are new or were seen earlier than known. */
    Effects changes(Effects effects) {
        Map<String, Long> changes = new HashMap<>();
        effects.players()
                .forEach(
                        (player, at) -> {
                            Long known = firstSeen.get(player);
                            if (known == null || known > at) {
                                changes.put(player, at);
                            }
                        });
        pending = changes;
        return new Effects(
                effects.activity(),
                changes,
                effects.alerts(),
                effects.sessions(),
                effects.answers());
    }

    /** The last changes were not written. */
    void forget() {
        pending = Map.of();
    }

    /** PostgreSQL has the last changes. */
    void written() {
        if (firstSeen.size() + pending.size() > MOST) {
            firstSeen.clear();
        }
        firstSeen.putAll(pending);
        pending = Map.of();
    }
}
