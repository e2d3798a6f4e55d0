package org.dungeontalk.gateway.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.message.LogMessage;

/** Claims with a fault: a logged message is confirmed without being read back. */
public final class HastyClaims extends IdClaims {

    HastyClaims(LogReader reader, GatewayConfig config) {
        super(reader, config);
    }

    @Override
    public CompletionStage<IdClaim> claim(LogMessage message) {
        return super.claim(message).thenApply(HastyClaim::new);
    }

    private record HastyClaim(IdClaim claim) implements IdClaim {

        @Override
        public IdStatus known() {
            return claim.known();
        }

        @Override
        public CompletionStage<IdStatus> logged(int partition, long offset) {
            return CompletableFuture.completedFuture(IdStatus.logged(partition, offset));
        }

        @Override
        public void release() {
            claim.release();
        }
    }
}
