package org.dungeontalk.local.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs parts of the stack at the same time, each on a daemon thread. */
final class SideBySide implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(SideBySide::daemon);

    /**
     * Runs all parts, and returns when all are done or as soon as one fails; the others then go on.
     *
     * @throws StackFailed with the message of the part that failed
     */
    void run(List<Runnable> parts) {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        CompletableFuture<?>[] running =
                parts.stream()
                        .map(part -> CompletableFuture.runAsync(part, threads))
                        .map(
                                part ->
                                        part.exceptionally(
                                                e -> {
                                                    failed.completeExceptionally(e);
                                                    return null;
                                                }))
                        .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.anyOf(CompletableFuture.allOf(running), failed).join();
            failed.getNow(null);
        } catch (CompletionException e) {
            throw new StackFailed(message(e.getCause()), e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "stack");
        thread.setDaemon(true);
        return thread;
    }
}
