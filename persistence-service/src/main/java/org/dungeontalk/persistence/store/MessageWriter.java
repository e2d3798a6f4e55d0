package org.dungeontalk.persistence.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.DependencyName;
import org.dungeontalk.persistence.lifecycle.EndlessRetry;
import org.dungeontalk.persistence.lifecycle.FailureReason;
import org.dungeontalk.persistence.log.LogRow;

/**
 * Writes each message of a batch once, in one bulk statement and one transaction. Completes when
 * PostgreSQL has committed.
 *
 * <p>Never fails. A write that may work later is retried without a limit. A batch that PostgreSQL
 * refuses because of its data is bisected until the refused rows are found; the others are stored.
 * Called on an event loop; blocks nothing.
 */
@ApplicationScoped
public class MessageWriter {

    private final Pool pool;
    private final EndlessRetry retry;
    private final Dependencies dependencies;
    private final PersistenceConfig config;
    private final Timer duration;

    /**
     * Whether the last batch had messages that were stored before. Then the next one may have some,
     * too: after a start, or in a replay.
     */
    private volatile boolean repeated = true;

    public MessageWriter(
            @Identifier("writes") Pool pool,
            EndlessRetry retry,
            Dependencies dependencies,
            PersistenceConfig config,
            MeterRegistry registry) {
        this.pool = pool;
        this.retry = retry;
        this.dependencies = dependencies;
        this.config = config;
        this.duration =
                Timer.builder("dungeontalk.persistence.write")
                        .description("One bulk statement, committed")
                        .publishPercentileHistogram()
                        .register(registry);
    }

    /**
     * @param rows in the order of the log
     * @param epoch the log's number in persistence.log_epoch
     */
    public Uni<WriteOutcome> write(List<LogRow> rows, int epoch) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(WriteOutcome.NOTHING);
        }
        Tuple columns = Tuple.tuple(MessageColumns.of(rows, epoch));
        Uni<Integer> attempt =
                Uni.createFrom()
                        .deferred(() -> insert(columns))
                        .invoke(stored -> repeated = stored < rows.size());
        return retry.of(
                        attempt,
                        dependencies.get(DependencyName.WRITES),
                        failure -> !isData(failure))
                .call(stored -> move(stored, rows, epoch))
                .map(stored -> new WriteOutcome(stored, rows.size() - stored, List.of()))
                .onFailure()
                .recoverWithUni(failure -> bisect(rows, epoch, failure));
    }

    private Uni<Integer> insert(Tuple columns) {
        return repeated
                ? insert(MessageColumns.INSERT_MISSING, columns)
                : insert(MessageColumns.INSERT, columns)
                        .onFailure(MessageWriter::isDuplicate)
                        .recoverWithUni(() -> insert(MessageColumns.INSERT_MISSING, columns));
    }

    private Uni<Integer> insert(String statement, Tuple columns) {
        Timer.Sample sample = Timer.start();
        return pool.withConnection(
                        connection -> connection.preparedQuery(statement).execute(columns))
                .ifNoItem()
                .after(config.write().timeout())
                .fail()
                .map(SqlResult::rowCount)
                .onItem()
                .invoke(stored -> sample.stop(duration));
    }

    /**
     * Records of a new topic that were stored before the new topic was detected have the number of
     * the old one. Read again, they have the same offsets and get the number of the new topic.
     */
    private Uni<Void> move(int stored, List<LogRow> rows, int epoch) {
        if (stored == rows.size() || epoch <= 1) {
            return Uni.createFrom().voidItem();
        }
        Tuple positions = Tuple.tuple(MessageColumns.positions(rows, epoch));
        Uni<Void> attempt =
                Uni.createFrom()
                        .deferred(
                                () ->
                                        pool.withConnection(
                                                connection ->
                                                        connection
                                                                .preparedQuery(MessageColumns.MOVE)
                                                                .execute(positions)))
                        .ifNoItem()
                        .after(config.write().timeout())
                        .fail()
                        .replaceWithVoid();
        return retry.of(attempt, dependencies.get(DependencyName.WRITES), failure -> true);
    }

    private Uni<WriteOutcome> bisect(List<LogRow> rows, int epoch, Throwable failure) {
        if (rows.size() == 1) {
            String reason = "PostgreSQL can't store the record: " + FailureReason.of(failure);
            WriteOutcome.Refused refused = new WriteOutcome.Refused(rows.get(0), reason);
            return Uni.createFrom().item(new WriteOutcome(0, 0, List.of(refused)));
        }
        int half = rows.size() / 2;
        return write(rows.subList(0, half), epoch)
                .chain(
                        first ->
                                write(rows.subList(half, rows.size()), epoch)
                                        .map(second -> first.plus(second)));
    }

    private static boolean isDuplicate(Throwable failure) {
        return failure instanceof DatabaseException refusal
                && WriteFailure.UNIQUE_VIOLATION.equals(refusal.getSqlState());
    }

    private static boolean isData(Throwable failure) {
        return failure instanceof DatabaseException refusal
                && WriteFailure.of(refusal.getSqlState()) == WriteFailure.DATA;
    }
}
