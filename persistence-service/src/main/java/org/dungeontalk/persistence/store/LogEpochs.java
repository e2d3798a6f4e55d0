package org.dungeontalk.persistence.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.persistence.PersistenceConfig;
import org.dungeontalk.persistence.log.TopicId;

/**
 * The logs that were ever read, numbered in the order in which they came. Rows carry the number,
 * cursors the text; what was read from the table once is answered from memory. Safe for any thread.
 */
@ApplicationScoped
public class LogEpochs {

    /** Inserts only what is not there, so that the numbers stay without holes. */
    private static final String INSERT =
            """
            INSERT INTO persistence.log_epoch (epoch, topic_id)
            SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM persistence.log_epoch WHERE topic_id = $2)
            ON CONFLICT (topic_id) DO NOTHING
            """;

    private static final String SELECT = "SELECT seq, epoch FROM persistence.log_epoch";

    private final Pool pool;
    private final PersistenceConfig config;
    private volatile Map<Integer, String> texts = Map.of();

    public LogEpochs(Pool pool, PersistenceConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** The number of this log, a new one if it was never read before. Fails if PostgreSQL does. */
    public Uni<Integer> enter(TopicId topic) {
        Tuple log = Tuple.of(topic.epoch(), topic.text());
        return pool.withConnection(connection -> connection.preparedQuery(INSERT).execute(log))
                .chain(this::reload)
                .ifNoItem()
                .after(config.write().timeout())
                .fail()
                .map(all -> number(topic.epoch()).orElseThrow());
    }

    /** The number of the log with this epoch; empty if it was never read. */
    public Uni<Optional<Integer>> find(String epoch) {
        Optional<Integer> known = number(epoch);
        if (known.isPresent()) {
            return Uni.createFrom().item(known);
        }
        return reload().map(all -> number(epoch));
    }

    /** The epoch of every number, that of {@code newest} included. */
    public Uni<Map<Integer, String>> texts(int newest) {
        if (texts.containsKey(newest)) {
            return Uni.createFrom().item(texts);
        }
        return reload();
    }

    private Uni<Map<Integer, String>> reload() {
        return pool.withConnection(connection -> connection.query(SELECT).execute())
                .map(LogEpochs::read)
                .invoke(all -> texts = all);
    }

    private static Map<Integer, String> read(RowSet<Row> rows) {
        Map<Integer, String> all = new HashMap<>();
        for (Row row : rows) {
            all.put(row.getInteger("seq"), row.getString("epoch"));
        }
        return Map.copyOf(all);
    }

    private Optional<Integer> number(String epoch) {
        return texts.entrySet().stream()
                .filter(entry -> entry.getValue().equals(epoch))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
