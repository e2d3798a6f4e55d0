package org.dungeontalk.persistence.token;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets no request to a resource pass without a player; the resource finds it by {@link #player}.
 */
public class BearerFilter {

    private static final String PROPERTY = Player.class.getName();
    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    public BearerFilter(Tokens tokens) {
        this.tokens = tokens;
    }

    @ServerRequestFilter
    public Uni<Response> identify(ContainerRequestContext request) {
        List<String> values = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (values == null || values.size() != 1) {
            return Uni.createFrom().failure(new TokenRefused("A bearer token is required."));
        }
        String value = values.get(0);
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().failure(new TokenRefused("A bearer token is required."));
        }
        return tokens.read(value.substring(SCHEME.length()).strip())
                .invoke(player -> request.setProperty(PROPERTY, player))
                .map(player -> null);
    }

    /** The player whom the filter let in with this request. */
    public static Player player(ContainerRequestContext request) {
        return (Player) request.getProperty(PROPERTY);
    }
}
