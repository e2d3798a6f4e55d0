package org.dungeontalk.gateway.log;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.message.LogMessage;

/** Claims that are given when the test says so. */
public final class HeldClaims extends IdClaims {
    private final Queue<CompletableFuture<IdClaim>> next = new ArrayDeque<>();

    public HeldClaims(GatewayConfig config) {
        super(null, config);
    }

    /** The claim of the next message that has none yet; not given until it is completed. */
    public CompletableFuture<IdClaim> next() {
        CompletableFuture<IdClaim> claim = new CompletableFuture<>();
        next.add(claim);
        return claim;
    }

    @Override
    public CompletionStage<IdClaim> claim(LogMessage message) {
        return next.remove();
    }
}
