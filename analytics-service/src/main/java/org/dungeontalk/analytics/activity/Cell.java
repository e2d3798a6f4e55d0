package org.dungeontalk.analytics.activity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * What is counted apart: a minute (UTC, its beginning), a room and a player in it.
 *
 * <p>Its order is the order in which rows are written; all instances keep it, so none waits for
 * another in a circle.
 */
public record Cell(Instant minute, Kind kind, String roomId, String playerId)
        implements Comparable<Cell> {

    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::minute)
                    .thenComparing(Cell::kind)
                    .thenComparing(Cell::roomId)
                    .thenComparing(Cell::playerId);

    /** The cell that counts this message, by its event time. */
    public static Cell of(GameMessage message) {
        return new Cell(
                message.createdAt().truncatedTo(ChronoUnit.MINUTES),
                message.kind(),
                message.roomId(),
                message.playerId());
    }

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
