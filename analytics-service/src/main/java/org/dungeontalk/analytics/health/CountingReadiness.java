package org.dungeontalk.analytics.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.dungeontalk.analytics.ingest.LogEpoch;
import org.dungeontalk.analytics.ingest.Patience;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: the log's epoch is known, the last try to count succeeded and PostgreSQL answers within 2
 * seconds. Liveness asks none of that: a restart of this process heals neither Kafka nor
 * PostgreSQL.
 */
@Readiness
@ApplicationScoped
public class CountingReadiness implements AsyncHealthCheck {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Pool pool;
    private final LogEpoch epoch;
    private final Patience patience;

    CountingReadiness(Pool pool, LogEpoch epoch, Patience patience) {
        this.pool = pool;
        this.epoch = epoch;
        this.patience = patience;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("SELECT 1")
                .execute()
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
                .withData("epoch", epoch.known().orElse("not known yet"))
                .withData("postgresql", storeAnswers)
                .withData("waiting", patience.isWaiting())
                .status(storeAnswers && epoch.known().isPresent() && !patience.isWaiting())
                .build();
    }
}
