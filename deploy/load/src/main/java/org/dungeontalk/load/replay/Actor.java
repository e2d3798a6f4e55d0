package org.dungeontalk.load.replay;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompPlayer;

/**
 * A player of the session with one connection at a time, opened for the first line and again after
 * a loss. A player who writes in many rooms at once has at most {@value #WINDOW} unanswered lines.
 * Further ones wait, at most one for each room. Thread-safe.
 */
final class Actor {

    /** Less than the 32 that a gateway allows on one connection. */
    private static final int WINDOW = 16;

    private final Supplier<CompletableFuture<StompPlayer>> connect;
    private final Tally tally;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private CompletableFuture<StompPlayer> connection;
    private int unanswered;

    Actor(Supplier<CompletableFuture<StompPlayer>> connect, Tally tally) {
        this.connect = connect;
        this.tally = tally;
    }

    /**
     * Sends one line. Completes with the answer, or fails if there was no connection or it was
     * lost.
     */
    CompletableFuture<Answer> say(String destination, String body) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Runnable speak =
                () ->
                        connection()
                                .thenCompose(player -> player.send(destination, body))
                                .whenComplete(
                                        (done, e) -> {
                                            next();
                                            if (e == null) {
                                                answer.complete(done);
                                            } else {
                                                answer.completeExceptionally(e);
                                            }
                                        });
        if (mayBegin(speak)) {
            speak.run();
        }
        return answer;
    }

    /** Closes the connection, if there is one. */
    synchronized void leave() {
        if (connection != null) {
            connection.thenAccept(StompPlayer::close);
        }
    }

    private synchronized boolean mayBegin(Runnable speak) {
        if (unanswered < WINDOW) {
            unanswered++;
            return true;
        }
        waiting.add(speak);
        return false;
    }

    private void next() {
        Runnable speak;
        synchronized (this) {
            speak = waiting.poll();
            if (speak == null) {
                unanswered--;
            }
        }
        if (speak != null) {
            speak.run();
        }
    }

    private synchronized CompletableFuture<StompPlayer> connection() {
        boolean had = connection != null;
        if (!had || isLost(connection)) {
            if (had) {
                tally.reconnected();
            }
            connection = connect.get();
        }
        return connection;
    }

    private static boolean isLost(CompletableFuture<StompPlayer> connection) {
        return connection.isCompletedExceptionally()
                || connection.isDone() && connection.join().closed().isDone();
    }
}
