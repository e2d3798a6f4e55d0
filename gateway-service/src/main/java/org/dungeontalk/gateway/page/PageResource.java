package org.dungeontalk.gateway.page;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.dungeontalk.gateway.config.GatewayConfig;

/**
 * {@code GET /api/page}: what the player's page needs before it has a token. Called on event loops;
 * never blocks.
 */
@NonBlocking
@Path("/page")
public class PageResource {
    private final GatewayConfig.Page config;

    PageResource(GatewayConfig config) {
        this.config = config.page();
    }

    /**
     * The settings of the page.
     *
     * @param guest whether this gateway gives tokens to guests
     * @param serverTime ISO 8601, in UTC, in milliseconds
     * @param historyUrl where persistence-service is; empty if the page shows no history
     */
    @RegisterForReflection
    public record PageSettings(boolean guest, String serverTime, String historyUrl) {}

    @GET
    public PageSettings settings() {
        return new PageSettings(config.guests(), serverTime(), config.historyUrl().orElse(""));
    }

    static String serverTime() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
