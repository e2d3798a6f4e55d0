package org.dungeontalk.persistence.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once it is known whose tokens are void; from then on for good. */
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
