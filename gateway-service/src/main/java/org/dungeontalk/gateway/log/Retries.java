package org.dungeontalk.gateway.log;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.gateway.message.LogMessage;

/**
 * Knows whether a message was logged already, by whichever gateway: a client that lost its
 * connection before the receipt sends again with the same id.
 *
 * <p>Reads the room's partition for it, if nobody here does. If Kafka does not answer in 5 s, the
 * message passes for new: readers know the second one by its id, too. Thread-safe, never blocks.
 */
@Singleton
public class Retries {
    private static final long LIMIT_SECONDS = 5;

    private final LogReader reader;

    Retries(LogReader reader) {
        this.reader = reader;
    }

    /**
     * The record that had the message's id first in its room; empty if the message is new. Complete
     * already where the partition is being read, else later on any thread; never fails.
     */
    public CompletionStage<Optional<LogRecord>> first(LogMessage message) {
        if (!message.idChosen() || reader.topic().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String room = message.room().id();
        CompletableFuture<Void> position = reader.position(room).toCompletableFuture();
        if (position.isDone()) {
            return CompletableFuture.completedFuture(find(message));
        }
        reader.retain(room);
        return reader.position(room)
                .toCompletableFuture()
                .copy()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .handle(
                        (there, late) -> {
                            reader.release(room);
                            return late == null ? find(message) : Optional.empty();
                        });
    }

    private Optional<LogRecord> find(LogMessage message) {
        return reader.sent(message.room(), message.id().toString());
    }
}
