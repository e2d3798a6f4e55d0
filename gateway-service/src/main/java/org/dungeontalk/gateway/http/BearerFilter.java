package org.dungeontalk.gateway.http;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.TokenVerifier;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Passes a request to a {@link Bearer} resource only with one header {@code Authorization: Bearer
 * …} and a valid token in it. Otherwise {@link ProblemMapper} answers, before any byte of the body
 * is read.
 *
 * <p>Thread-safe, never blocks: the token is verified on a worker thread, and the request continues
 * on its event loop.
 */
public class BearerFilter {
    private static final String PLAYER = BearerFilter.class.getName();
    private static final String SCHEME = "Bearer ";
    private static final Problem NO_TOKEN =
            Problem.of(401, "UNAUTHORIZED", "A bearer token is required.");

    private final TokenVerifier tokens;

    BearerFilter(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    /** The caller of a request that this filter has passed on. */
    public static Player player(ContainerRequestContext request) {
        return (Player) request.getProperty(PLAYER);
    }

    @Bearer
    @ServerRequestFilter
    Uni<Response> identify(ContainerRequestContext request) {
        List<String> headers = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (headers == null
                || headers.size() != 1
                || !headers.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().item(NO_TOKEN.challenge("Bearer"));
        }
        return tokens.verify(headers.get(0).substring(SCHEME.length()).strip())
                .invoke(player -> request.setProperty(PLAYER, player))
                .map(player -> null);
    }
}
