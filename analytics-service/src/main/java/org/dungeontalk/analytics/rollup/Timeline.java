package org.dungeontalk.analytics.rollup;

import java.time.Instant;
import java.util.List;

/**
 * The answer of {@code GET /api/analytics/timeline}.
 *
 * @param players distinct senders of the whole span: exact up to {@link PlayerSet#EXACT}, then an
 *     estimate
 * @param newPlayers those never seen before; null if one room or kind is requested
 */
public record Timeline(
        Instant from, Instant to, String by, long players, Long newPlayers, List<Window> windows) {

    /**
     * A window's numbers.
     *
     * @param returningPlayers those seen before this window; null as {@code newPlayers}
     */
    public record Window(
            Instant start,
            long messages,
            long players,
            Long newPlayers,
            Long returningPlayers,
            long joins,
            long leaves,
            long whispers,
            long turns) {}
}
