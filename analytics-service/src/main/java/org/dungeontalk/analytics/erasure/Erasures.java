package org.dungeontalk.analytics.erasure;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/**
 * The erased players in table {@code erasure}, about 200 bytes each. A writer reads them in its
 * transaction, under a lock shared with other writers. Adding a player takes that lock exclusively,
 * so afterwards nothing is written under the player's id.
 *
 * <p>Thread-safe, never blocks.
 */
@ApplicationScoped
public class Erasures {

    private static final String SINCE =
            """
            SELECT player_id, pseudonym, through, version FROM analytics.erasure
            WHERE version > $1 ORDER BY version\
            """;

    private final Map<String, Erasure> byPlayer = new HashMap<>();
    private long version;
    private volatile Pseudonyms known = new Pseudonyms(Map.of());

    /** All erased players. */
    public Uni<Pseudonyms> current(SqlConnection with) {
        return with.preparedQuery(SINCE).execute(Tuple.of(version())).map(this::add);
    }

    private synchronized long version() {
        return version;
    }

    private synchronized Pseudonyms add(Iterable<Row> rows) {
        boolean more = false;
        for (Row row : rows) {
            Erasure erasure =
                    new Erasure(
                            row.getString(0),
                            row.getString(1),
                            row.getOffsetDateTime(2).toInstant());
            byPlayer.put(erasure.playerId(), erasure);
            version = Math.max(version, row.getLong(3));
            more = true;
        }
        if (more) {
            known = new Pseudonyms(byPlayer);
        }
        return known;
    }
}
