package org.dungeontalk.analytics.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.dungeontalk.analytics.ingest.EndlessRetry;
import org.dungeontalk.analytics.ingest.LogReader;
import org.dungeontalk.analytics.ingest.LogView;
import org.dungeontalk.analytics.ingest.LogWatch;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready if the whole log can be read, the thread that reads it works and was not silent for 20
 * seconds, no partition with unread records stands still for 18 seconds, no transaction blocks
 * records for as long, and PostgreSQL answers within 2 seconds. Liveness checks none of this but
 * the thread, which it leaves more time: a restart mends neither Kafka nor PostgreSQL.
 */
@Readiness
@ApplicationScoped
public class CountingReadiness implements AsyncHealthCheck {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Pool pool;
    private final LogWatch log;
    private final LogReader reader;
    private final EndlessRetry retry;

    CountingReadiness(Pool pool, LogWatch log, LogReader reader, EndlessRetry retry) {
        this.pool = pool;
        this.log = log;
        this.reader = reader;
        this.retry = retry;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.withConnection(with -> with.query("SELECT 1").execute())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(answer -> true)
                .onFailure()
                .recoverWithItem(false)
                .map(this::response);
    }

    private HealthCheckResponse response(boolean storeAnswers) {
        return HealthCheckResponse.named("counting")
                .withData("epoch", log.view().map(LogView::epoch).orElse("unknown"))
                .withData("postgresql", storeAnswers)
                .withData("waiting", retry.isWaiting())
                .withData("log", log.isReadable())
                .withData("reading", reader.isReading())
                .withData("standing-still", log.stalled().toString())
                .withData("held-by-transaction", log.held().toString())
                .status(storeAnswers && !retry.isWaiting() && isRead())
                .build();
    }

    private boolean isRead() {
        return log.isReadable()
                && reader.isReading()
                && log.stalled().isEmpty()
                && log.held().isEmpty();
    }
}
