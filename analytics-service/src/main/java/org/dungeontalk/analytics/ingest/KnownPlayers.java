package org.dungeontalk.analytics.ingest;

import java.util.HashMap;
import java.util.Map;
import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.partition.Effects;

/**
 * The players of a partition whose first message PostgreSQL has, so that it is not asked again with
 * every transaction. Bounded; who is forgotten is told once more, which changes nothing.
 *
 * <p>It goes with the partition's state: whoever loads that again, because the tables stand
 * elsewhere than thought, begins with nobody.
 */
@FrameworkFree
final class KnownPlayers {

    private static final int MOST = 20_000;

    private final Map<String, Long> firstSeen = new HashMap<>();
    private Map<String, Long> pending = Map.of();

    /** The same effects with those players only who are new, or were seen earlier than known. */
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

    /** What was told last is not written. */
    void forget() {
        pending = Map.of();
    }

    /** PostgreSQL has what was told last. */
    void written() {
        if (firstSeen.size() + pending.size() > MOST) {
            firstSeen.clear();
        }
        firstSeen.putAll(pending);
        pending = Map.of();
    }
}
