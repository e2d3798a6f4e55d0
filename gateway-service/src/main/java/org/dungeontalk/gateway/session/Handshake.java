package org.dungeontalk.gateway.session;

import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.dungeontalk.gateway.GatewayConfig;
import org.dungeontalk.gateway.GatewayMetrics;
import org.dungeontalk.gateway.log.LogReader;

/**
 * Decides on a connection before it is one. A token in {@code ?token=} must be good; without one
 * the CONNECT frame has to bring it. Refused with 401 (token), 503 (full, or the log isn't known
 * yet).
 *
 * <p>Origins are the framework's part: {@code quarkus.http.cors.origins} is the allow-list.
 */
@ApplicationScoped
public class Handshake implements HttpUpgradeCheck {
    static final TypedKey<Player> PLAYER = new TypedKey<>("player");
    static final TypedKey<ChannelHandlerContext> CHANNEL = new TypedKey<>("channel");

    private final TokenVerifier tokens;
    private final LogReader reader;
    private final GatewayMetrics metrics;
    private final int maxSessions;

    Handshake(
            TokenVerifier tokens, LogReader reader, GatewayMetrics metrics, GatewayConfig config) {
        this.tokens = tokens;
        this.reader = reader;
        this.metrics = metrics;
        this.maxSessions = config.limits().sessions();
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (reader.topic().isEmpty() || metrics.sessions() >= maxSessions) {
            return CheckResult.rejectUpgrade(503);
        }
        HttpServerRequest request = context.httpRequest();
        if (request.connection() instanceof ConnectionBase connection) {
            context.userData().put(CHANNEL, connection.channelHandlerContext());
        }
        String token = request.getParam("token");
        if (token == null || token.isEmpty()) {
            return CheckResult.permitUpgrade();
        }
        return tokens.verify(token)
                .invoke(player -> context.userData().put(PLAYER, player))
                .chain(player -> CheckResult.permitUpgrade())
                .onFailure(InvalidTokenException.class)
                .recoverWithUni(() -> CheckResult.rejectUpgrade(401));
    }
}
