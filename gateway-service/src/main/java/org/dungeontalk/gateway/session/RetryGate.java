package org.dungeontalk.gateway.session;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.log.Retries;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.wire.Loop;

/**
 * Asks of each of a connection's messages whether the log has it already, and lets them pass in the
 * order they came. Nothing waits unless a room's partition has to be opened first. Confined to the
 * connection's event loop; the caller bounds how many wait.
 */
final class RetryGate {
    private record Waiting(
            CompletableFuture<Optional<LogRecord>> first, Consumer<Optional<LogRecord>> then) {}

    private final Retries retries;
    private final Loop loop;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);

    RetryGate(Retries retries, Loop loop) {
        this.retries = retries;
        this.loop = loop;
    }

    /**
     * @param then gets the record that the log has of it already; empty if the message is new
     */
    void pass(LogMessage message, Consumer<Optional<LogRecord>> then) {
        CompletableFuture<Optional<LogRecord>> first = retries.first(message).toCompletableFuture();
        if (waiting.isEmpty() && first.isDone()) {
            then.accept(first.join());
            return;
        }
        waiting.add(new Waiting(first, then));
        first.thenRun(() -> loop.execute(this::advance));
    }

    private void advance() {
        while (!waiting.isEmpty() && waiting.peek().first().isDone()) {
            Waiting next = waiting.poll();
            next.then().accept(next.first().join());
        }
    }
}
