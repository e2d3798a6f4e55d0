package org.dungeontalk.analytics.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class PipelineTest extends ServiceTest {

    private static final String INSERT =
            "INSERT INTO public.piped SELECT generate_series(1, $1::int)";

    @Inject Pool pool;

    @BeforeEach
    void create() {
        database.execute("CREATE TABLE public.piped (number int)");
    }

    @AfterEach
    void drop() {
        database.execute("DROP TABLE public.piped");
    }

    @Test
    void statementsRunInTheirOrderAndTheLastOneGivesTheResult() {
        long sum =
                pool.withTransaction(
                                with ->
                                        new Pipeline(with)
                                                .add("SELECT pg_sleep(0.1)")
                                                .add(INSERT, Tuple.of(4))
                                                .add(
                                                        "UPDATE public.piped SET number = number *"
                                                                + " $1",
                                                        Tuple.of(10))
                                                .send(
                                                        with.query(
                                                                        "SELECT sum(number) FROM"
                                                                                + " public.piped")
                                                                .execute()))
                        .await()
                        .atMost(LIMIT)
                        .iterator()
                        .next()
                        .getLong(0);
        assertEquals(100, sum);
        assertEquals(4, rows());
    }

    @Test
    void theReasonIsTheFirstFailureAndNotTheTransactionThatItAborted() {
        PgException failure =
                assertThrows(
                        PgException.class,
                        () ->
                                pool.withTransaction(
                                                with ->
                                                        new Pipeline(with)
                                                                .add(INSERT, Tuple.of(1))
                                                                .add(
                                                                        "INSERT INTO public.piped"
                                                                                + " VALUES (1 /"
                                                                                + " $1::int)",
                                                                        Tuple.of(0))
                                                                .add(INSERT, Tuple.of(1))
                                                                .add(INSERT, Tuple.of(1))
                                                                .send())
                                        .await()
                                        .atMost(LIMIT));
        assertEquals("22012", failure.getSqlState());
        assertEquals(0, rows());
    }

    @Test
    void aStatementThatChangesOtherRowsThanItMustUndoesTheOthers() {
        assertThrows(
                ProgressConflictException.class,
                () ->
                        pool.withTransaction(
                                        with ->
                                                new Pipeline(with)
                                                        .add(
                                                                INSERT,
                                                                Tuple.of(2),
                                                                rows -> {
                                                                    assertEquals(2, rows);
                                                                    throw new ProgressConflictException();
                                                                })
                                                        .add(INSERT, Tuple.of(1))
                                                        .send())
                                .await()
                                .atMost(LIMIT));
        assertEquals(0, rows());
    }

    private long rows() {
        return database.number("SELECT count(*) FROM public.piped");
    }
}
