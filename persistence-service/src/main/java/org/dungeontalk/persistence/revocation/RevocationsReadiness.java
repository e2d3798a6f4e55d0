package org.dungeontalk.persistence.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the revocations are known. It then stays ready. */
@Readiness
@ApplicationScoped
class RevocationsReadiness implements HealthCheck {

    private final Revocations revocations;

    RevocationsReadiness(Revocations revocations) {
        this.revocations = revocations;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("revocations")
                .status(revocations.known())
                .withData("players", revocations.revoked())
                .build();
    }
}
