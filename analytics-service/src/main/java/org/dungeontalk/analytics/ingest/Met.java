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
final class Met {

    private static final int MOST = 20_000;

    private final Map<String, Long> since = new HashMap<>();
    private Map<String, Long> told = Map.of();

    /** The same effects with those players only who are new, or were seen earlier than known. */
    Effects news(Effects effects) {
        Map<String, Long> news = new HashMap<>();
        effects.players()
                .forEach(
                        (player, at) -> {
                            Long known = since.get(player);
                            if (known == null || known > at) {
                                news.put(player, at);
                            }
                        });
        told = news;
        return new Effects(
                effects.cells(), news, effects.alerts(), effects.sessions(), effects.answers());
    }

    /** What was told last is not written. */
    void forget() {
        told = Map.of();
    }

    /** PostgreSQL has what was told last. */
    void written() {
        if (since.size() + told.size() > MOST) {
            since.clear();
        }
        since.putAll(told);
        told = Map.of();
    }
}
