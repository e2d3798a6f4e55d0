package org.dungeontalk.persistence.lifecycle;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while PostgreSQL answers within 2 s and no required dependency is away. Liveness has no
 * such check, because a restart of this process does not bring a dependency back.
 */
@Readiness
@ApplicationScoped
class DependenciesReadiness implements AsyncHealthCheck {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Dependencies dependencies;
    private final Pool pool;

    DependenciesReadiness(Dependencies dependencies, @Identifier("writes") Pool pool) {
        this.dependencies = dependencies;
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.withConnection(connection -> connection.query("SELECT 1").execute())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onItem()
                .invoke(dependencies.get(DependencyName.READS)::answered)
                .onFailure()
                .invoke(
                        failure ->
                                dependencies
                                        .get(DependencyName.READS)
                                        .failed(FailureReason.of(failure)))
                .onItemOrFailure()
                .transform((rows, failure) -> response());
    }

    private HealthCheckResponse response() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("dependencies").up();
        for (Dependency dependency : dependencies.required()) {
            dependency
                    .away()
                    .ifPresentOrElse(
                            why -> response.down().withData(dependency.name(), why),
                            () -> response.withData(dependency.name(), "available"));
        }
        return response.build();
    }
}
