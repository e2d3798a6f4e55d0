package org.dungeontalk.analytics.token;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.config.AnalyticsConfig.Access;
import org.dungeontalk.analytics.revocation.Revocations;
import org.dungeontalk.analytics.revocation.RevocationsUnknown;

/**
 * Authenticates and authorises callers. The service doesn't start without a key to verify tokens,
 * or with open access outside the local profiles. An invalid token fails with {@link TokenRefused}.
 * If it can't be verified now, it fails with {@link KeysUnavailable}, {@link RevocationsUnknown} or
 * {@link TooManyTokens}.
 *
 * <p>Verifies on a worker thread, because it may have to fetch keys. Any thread may call it.
 */
@Startup
@ApplicationScoped
public class Authenticator {

    private static final String SCHEME = "Bearer ";

    /** Most tokens that wait for a worker thread. Past it callers get 503. */
    private static final int MOST_WAITING = 1_000;

    private final Access access;
    private final boolean roomsOpen;
    private final TokenVerifier verifier;
    private final Revocations revocations;
    private final Clock clock;
    private final AtomicInteger waiting = new AtomicInteger();

    @Inject
    Authenticator(AnalyticsConfig config, Revocations revocations, Clock clock) {
        Set<String> profiles = Set.copyOf(ConfigUtils.getProfiles());
        this.access = OpenAccess.checked(config.access(), profiles);
        this.roomsOpen = config.token().roomsOpen();
        this.revocations = revocations;
        this.clock = clock;
        this.verifier =
                new TokenVerifier(
                        KeySource.of(config.token().secret(), config.token().jwks(), profiles),
                        config.token().jwksTimeout(),
                        config.token().issuer(),
                        config.token().audience(),
                        clock);
    }

    /** The bearer of this header. With open access it is the local moderator. */
    public Uni<Caller> caller(Optional<String> authorization) {
        return access == Access.OPEN
                ? Uni.createFrom().item(Caller.LOCAL)
                : moderator(authorization);
    }

    /**
     * The bearer of this header, for moderators' requests. With open access and no token it is the
     * local moderator.
     */
    public Uni<Caller> moderator(Optional<String> authorization) {
        Optional<String> token = authorization.flatMap(Authenticator::bearer);
        if (token.isEmpty()) {
            return access == Access.OPEN
                    ? Uni.createFrom().item(Caller.LOCAL)
                    : Uni.createFrom().failure(new TokenRefused("A bearer token is required."));
        }
        return Uni.createFrom().deferred(() -> verified(token.get()));
    }

    private Uni<Caller> verified(String token) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Uni.createFrom().failure(new TooManyTokens());
        }
        return Uni.createFrom()
                .item(() -> unrevoked(verifier.verify(token)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onTermination()
                .invoke(waiting::decrementAndGet);
    }

    /**
     * Whether the caller may see the answer.
     *
     * @param room the requested room; empty: all rooms, for operators only
     */
    public Decision decide(Caller caller, Optional<String> room) {
        boolean admitted =
                caller.isOperator()
                        || room.map(one -> caller.mayRead(one, roomsOpen)).orElse(false);
        return admitted ? Decision.ADMITTED : Decision.FORBIDDEN;
    }

    /**
     * Whether a stream opened with the caller's token may stay open: the token is neither expired
     * nor revoked.
     */
    public boolean stillGood(Caller caller) {
        return clock.instant().isBefore(caller.expires())
                && !(revocations.known() && revoked(caller));
    }

    private Caller unrevoked(Caller caller) {
        if (revoked(caller)) {
            throw new TokenRefused("The token was revoked.");
        }
        return caller;
    }

    private boolean revoked(Caller caller) {
        return revocations.revoked(caller.playerId(), caller.issued());
    }

    private static Optional<String> bearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).trim())
                : Optional.empty();
    }
}
