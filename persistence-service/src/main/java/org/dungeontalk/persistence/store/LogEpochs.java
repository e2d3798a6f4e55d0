package org.dungeontalk.persistence.store;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.log.TopicId;

/**
 * Numbers the topics that were ever read, in the order in which they came: one number for each
 * topic id. Rows hold the number, cursors hold the text. Known numbers are answered from memory.
 * Thread-safe.
 */
@ApplicationScoped
public class LogEpochs {

    /** If several instances find a new topic, one inserts it and the others see its row. */
    private static final String LOCK =
            "LOCK TABLE persistence.log_epoch IN SHARE ROW EXCLUSIVE MODE";

    /** Inserts only a new topic, so that the numbers have no gaps. */
    private static final String INSERT =
            """
            INSERT INTO persistence.log_epoch (epoch, topic_id)
            SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM persistence.log_epoch WHERE topic_id = $2)
            """;

    private static final String NOT_BEGUN =
            """
            SELECT partition FROM unnest($2::integer[]) AS partition, persistence.log_epoch
            WHERE seq = $1 AND begun IS NOT NULL AND partition <> ALL (begun)
            """;

    private static final String BEGUN =
            """
            UPDATE persistence.log_epoch SET begun = ARRAY(
                SELECT DISTINCT partition FROM unnest(begun || $2::integer[]) AS partition ORDER BY 1)
            WHERE seq = $1 AND begun IS NOT NULL
            """;

    private static final String SELECT = "SELECT seq, epoch FROM persistence.log_epoch";

    private final Pool writes;
    private final Pool reads;
    private final PersistenceConfig config;
    private volatile Map<Integer, String> texts = Map.of();

    public LogEpochs(@Identifier("writes") Pool writes, Pool reads, PersistenceConfig config) {
        this.writes = writes;
        this.reads = reads;
        this.config = config;
    }

    /** The number of this topic, a new one if it was never read. Fails if PostgreSQL fails. */
    public Uni<Integer> enter(TopicId topic) {
        Tuple log = Tuple.of(topic.epoch(), topic.text());
        return writes.withTransaction(
                        connection ->
                                connection
                                        .query(LOCK)
                                        .execute()
                                        .chain(() -> connection.preparedQuery(INSERT).execute(log)))
                .chain(() -> reload(writes))
                .ifNoItem()
                .after(config.write().timeout())
                .fail()
                .map(all -> number(topic.epoch()).orElseThrow());
    }

    /** The partitions of which the group has never committed an offset of this topic. */
    public Uni<Set<Integer>> notBegun(int number, Set<Integer> partitions) {
        Tuple parameters = Tuple.of(number, partitions.toArray(Integer[]::new));
        return writes.withConnection(
                        connection -> connection.preparedQuery(NOT_BEGUN).execute(parameters))
                .ifNoItem()
                .after(config.write().timeout())
                .fail()
                .map(
                        rows -> {
                            Set<Integer> found = new HashSet<>();
                            rows.forEach(row -> found.add(row.getInteger(0)));
                            return found;
                        });
    }

    /** Notes that the group has committed an offset of this topic on these partitions. */
    public Uni<Void> begun(int number, Set<Integer> partitions) {
        Tuple parameters = Tuple.of(number, partitions.toArray(Integer[]::new));
        return writes.withConnection(
                        connection -> connection.preparedQuery(BEGUN).execute(parameters))
                .ifNoItem()
                .after(config.write().timeout())
                .fail()
                .replaceWithVoid();
    }

    /** The number of the topic with this epoch; empty if it was never read. */
    public Uni<Optional<Integer>> find(String epoch) {
        Optional<Integer> known = number(epoch);
        if (known.isPresent()) {
            return Uni.createFrom().item(known);
        }
        return reload(reads).map(all -> number(epoch));
    }

    /** The epoch of every number, that of {@code newest} included. */
    public Uni<Map<Integer, String>> texts(int newest) {
        if (texts.containsKey(newest)) {
            return Uni.createFrom().item(texts);
        }
        return reload(reads);
    }

    private Uni<Map<Integer, String>> reload(Pool pool) {
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
