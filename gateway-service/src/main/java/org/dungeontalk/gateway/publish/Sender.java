package org.dungeontalk.gateway.publish;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.dungeontalk.gateway.log.IdClaim;
import org.dungeontalk.gateway.log.IdClaims;

/**
 * Publishes the messages of one connection in the order of the calls. A message waits only while
 * its room's partition is being opened; later messages wait behind it. Confined to the connection's
 * thread; the caller bounds their number.
 */
public final class Sender {
    private record WaitingSubmission(
            CompletableFuture<IdClaim> claim,
            Submission submission,
            Consumer<PublishResult> listener) {}

    private final Admission admission;
    private final IdClaims claims;
    private final Executor thread;

    /** {@code null} while nothing waits. */
    private ArrayDeque<WaitingSubmission> waiting;

    Sender(Admission admission, IdClaims claims, Executor thread) {
        this.admission = admission;
        this.claims = claims;
        this.thread = thread;
    }

    /**
     * Publishes one message.
     *
     * @param listener gets the result once, on any thread
     */
    public void publish(Submission submission, Consumer<PublishResult> listener) {
        CompletableFuture<IdClaim> claim = claims.claim(submission.message()).toCompletableFuture();
        if (waiting == null && claim.isDone()) {
            admission.admit(submission, claim.join(), listener);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(1);
        }
        waiting.add(new WaitingSubmission(claim, submission, listener));
        claim.thenRun(() -> thread.execute(this::advance));
    }

    private void advance() {
        while (waiting != null && waiting.peek().claim().isDone()) {
            WaitingSubmission next = waiting.poll();
            if (waiting.isEmpty()) {
                waiting = null;
            }
            admission.admit(next.submission(), next.claim().join(), next.listener());
        }
    }
}
