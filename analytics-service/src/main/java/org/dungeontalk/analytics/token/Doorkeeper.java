package org.dungeontalk.analytics.token;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.dungeontalk.analytics.AnalyticsConfig;
import org.dungeontalk.analytics.AnalyticsConfig.Access;

/**
 * Decides who gets an answer. The service doesn't start without a key to verify tokens with.
 *
 * <p>Verifies on a worker thread, because keys may have to be fetched; may be asked on any thread.
 */
@Startup
@ApplicationScoped
public class Doorkeeper {

    private static final String SCHEME = "Bearer ";

    private final Access access;
    private final boolean roomsOpen;
    private final TokenVerifier verifier;

    @Inject
    Doorkeeper(AnalyticsConfig config) {
        this(
                config.access(),
                config.token().roomsOpen(),
                new TokenVerifier(
                        KeySource.of(
                                config.token().secret(),
                                config.token().jwks(),
                                Set.copyOf(ConfigUtils.getProfiles())),
                        config.token().issuer(),
                        config.token().audience()));
    }

    private Doorkeeper(Access access, boolean roomsOpen, TokenVerifier verifier) {
        this.access = access;
        this.roomsOpen = roomsOpen;
        this.verifier = verifier;
    }

    /**
     * Whether the bearer of this header may see the activity.
     *
     * @param room the one room asked for; empty: all of them, which takes an operator
     */
    public Uni<Decision> decide(Optional<String> authorization, Optional<String> room) {
        if (access == Access.OPEN) {
            return Uni.createFrom().item(Decision.ADMITTED);
        }
        Optional<String> token = authorization.flatMap(Doorkeeper::bearer);
        if (token.isEmpty()) {
            return Uni.createFrom().item(Decision.UNKNOWN);
        }
        return Uni.createFrom()
                .item(() -> verifier.verify(token.get()))
                .map(caller -> caller.map(known -> decide(known, room)).orElse(Decision.UNKNOWN))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /**
     * Who the bearer of this header is, for work that takes a moderator; empty: nobody can say.
     * With open access it is the local moderator.
     */
    public Uni<Optional<Caller>> moderator(Optional<String> authorization) {
        Optional<String> token = authorization.flatMap(Doorkeeper::bearer);
        if (token.isEmpty()) {
            return Uni.createFrom()
                    .item(access == Access.OPEN ? Optional.of(Caller.LOCAL) : Optional.empty());
        }
        return Uni.createFrom()
                .item(() -> verifier.verify(token.get()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Decision decide(Caller caller, Optional<String> room) {
        boolean admitted =
                caller.isOperator()
                        || room.map(one -> caller.mayRead(one, roomsOpen)).orElse(false);
        return admitted ? Decision.ADMITTED : Decision.FORBIDDEN;
    }

    private static Optional<String> bearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).trim())
                : Optional.empty();
    }
}
