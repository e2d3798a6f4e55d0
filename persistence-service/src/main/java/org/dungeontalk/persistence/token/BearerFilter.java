package org.dungeontalk.persistence.token;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses requests without a valid token. Resources get the player from {@link #player}. */
public class BearerFilter {

    private static final String PROPERTY = Player.class.getName();

    private final TokenVerifier tokens;

    public BearerFilter(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    @ServerRequestFilter
    public Uni<Response> identify(ContainerRequestContext request) {
        return tokens.bearer(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
                .invoke(player -> request.setProperty(PROPERTY, player))
                .map(player -> null);
    }

    /** The player of this request. */
    public static Player player(ContainerRequestContext request) {
        return (Player) request.getProperty(PROPERTY);
    }
}
