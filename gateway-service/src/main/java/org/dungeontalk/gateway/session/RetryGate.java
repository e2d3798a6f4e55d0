package org.dungeontalk.gateway.session;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.dungeontalk.gateway.log.Claim;
import org.dungeontalk.gateway.log.Retries;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.wire.Loop;

/**
 * Claims the id of each of a connection's messages, and lets them pass in the order they came.
 * Nothing waits unless a room's partition has to be opened first. Confined to the connection's
 * event loop; the caller bounds how many wait.
 */
final class RetryGate {
    private record Waiting(CompletableFuture<Claim> claim, Consumer<Claim> then) {}

    private final Retries retries;
    private final Loop loop;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);

    RetryGate(Retries retries, Loop loop) {
        this.retries = retries;
        this.loop = loop;
    }

    /**
     * @param then gets the claim, to be released once the message has its answer
     */
    void pass(LogMessage message, Consumer<Claim> then) {
        CompletableFuture<Claim> claim = retries.claim(message).toCompletableFuture();
        if (waiting.isEmpty() && claim.isDone()) {
            then.accept(claim.join());
            return;
        }
        waiting.add(new Waiting(claim, then));
        claim.thenRun(() -> loop.execute(this::advance));
    }

    private void advance() {
        while (!waiting.isEmpty() && waiting.peek().claim().isDone()) {
            Waiting next = waiting.poll();
            next.then().accept(next.claim().join());
        }
    }
}
