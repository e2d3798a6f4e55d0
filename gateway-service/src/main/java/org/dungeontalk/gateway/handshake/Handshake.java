package org.dungeontalk.gateway.handshake;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.dungeontalk.gateway.identity.BearerChallenge;
import org.dungeontalk.gateway.identity.TokenRefused;
import org.dungeontalk.gateway.identity.TokenUndecidedException;
import org.dungeontalk.gateway.identity.TokenVerifier;
import org.dungeontalk.gateway.lifecycle.DrainState;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.gateway.limit.Limits;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.moderation.Moderation;
import org.dungeontalk.gateway.wire.ClientChannel;
import org.jboss.logging.Logger;

/**
 * Admits or refuses a WebSocket handshake. A token in {@code ?token=} must be valid; it is checked
 * before the gateway reserves anything. Without it the CONNECT frame must carry a token. Refuses
 * with 401 (token), 429 (too many connections of the address) or 503 (gateway full or stopping, or
 * log or mutes not read yet).
 *
 * <p>The framework checks origins: {@code quarkus.http.cors.origins} is the allow-list.
 */
@ApplicationScoped
public class Handshake implements HttpUpgradeCheck {
    private static final Logger LOG = Logger.getLogger(Handshake.class);

    /** The result of the handshake. */
    public static final TypedKey<HandshakeResult> RESULT = new TypedKey<>("handshake");

    /** The connection's channel. */
    public static final TypedKey<ClientChannel> CHANNEL = new TypedKey<>("channel");

    private static final int MOST_SECONDS = 6;

    private final TrustedProxies proxies;
    private final TokenVerifier tokens;
    private final LogReader reader;
    private final DrainState drain;
    private final Moderation moderation;
    private final Limits limits;

    Handshake(
            TrustedProxies proxies,
            TokenVerifier tokens,
            LogReader reader,
            DrainState drain,
            Moderation moderation,
            Limits limits) {
        this.proxies = proxies;
        this.tokens = tokens;
        this.reader = reader;
        this.drain = drain;
        this.moderation = moderation;
        this.limits = limits;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        return Uni.createFrom()
                .deferred(() -> judged(context))
                .map(result -> hasGone(context) ? refused(503) : result)
                .onFailure(TokenRefused.class)
                .recoverWithItem(Handshake::refused)
                .onFailure(TokenUndecidedException.class)
                .recoverWithItem(() -> refused(503))
                .onFailure()
                .invoke(e -> LOG.error("A handshake failed", e))
                .onFailure()
                .recoverWithItem(() -> refused(503));
    }

    /**
     * Whether the client has closed the connection while its token was verified. Vert.x throws if
     * it is to open the WebSocket nevertheless.
     */
    private static boolean hasGone(HttpUpgradeContext context) {
        ClientChannel client = context.userData().get(CHANNEL);
        return client != null && client.isClosed();
    }

    private Uni<CheckResult> judged(HttpUpgradeContext context) {
        if (drain.draining() || reader.topic().isEmpty() || !moderation.known()) {
            return Uni.createFrom().item(refused(503));
        }
        HttpServerRequest request = context.httpRequest();
        String address = proxies.client(request);
        Optional<Limit> over = limits.handshake(address);
        if (over.isPresent()) {
            return Uni.createFrom().item(refused(over.get().status()));
        }
        ClientChannel.of(request)
                .ifPresent(
                        channel -> {
                            channel.dropHeaders();
                            context.userData().put(CHANNEL, channel);
                        });
        String token = token(request);
        if (token == null || token.isEmpty()) {
            context.userData().put(RESULT, new HandshakeResult(address, null));
            return Uni.createFrom()
                    .item(upgradeUnless(limits.stranger(ClientAddress.network(address))));
        }
        return tokens.verify(token)
                .invoke(
                        player ->
                                context.userData()
                                        .put(RESULT, new HandshakeResult(address, player)))
                .map(player -> upgradeUnless(limits.arrival()));
    }

    private static String token(HttpServerRequest request) {
        try {
            return request.getParam("token");
        } catch (IllegalArgumentException e) {
            throw new TokenRefused("The request's query is not well-formed.");
        }
    }

    private static CheckResult upgradeUnless(Optional<Limit> over) {
        return over.map(limit -> refused(limit.status())).orElseGet(CheckResult::permitUpgradeSync);
    }

    private static CheckResult refused(Throwable why) {
        return CheckResult.rejectUpgradeSync(
                401, Map.of("WWW-Authenticate", List.of(BearerChallenge.of(why.getMessage()))));
    }

    /** Asks the client to retry after a random time, so that not all retry in the same second. */
    private static CheckResult refused(int status) {
        int seconds = ThreadLocalRandom.current().nextInt(1, MOST_SECONDS);
        return CheckResult.rejectUpgradeSync(
                status, Map.of("Retry-After", List.of(Integer.toString(seconds))));
    }
}
