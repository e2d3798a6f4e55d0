package org.dungeontalk.load.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.MessageId;

/**
 * Plays the lines of one room strictly in order, each after the answer to the previous one. After a
 * temporary refusal or a lost connection it sends the line again with the same message id, for at
 * most {@link #RETRY_LIMIT}. Never blocks. Runs on the thread of the answer.
 */
final class RoomRun {

    /** Longest time for retries of a line, before it counts as refused or unanswered. */
    static final Duration RETRY_LIMIT = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final List<Line> lines;
    private final Stage stage;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /**
     * A line in progress: its index, id and body, the time of its first send, and its number of
     * retries.
     */
    private record Attempt(int index, String messageId, String body, long firstSent, int retries) {
        Attempt again() {
            return new Attempt(index, messageId, body, firstSent, retries + 1);
        }

        boolean isLate() {
            return System.nanoTime() - firstSent > RETRY_LIMIT.toNanos();
        }
    }

    RoomRun(List<Line> lines, Stage stage) {
        this.lines = lines;
        this.stage = stage;
    }

    /** Starts. Completes when the last line has its outcome. */
    CompletableFuture<Void> start() {
        begin(0);
        return done;
    }

    private void begin(int index) {
        if (index == lines.size()) {
            done.complete(null);
        } else {
            stage.pace().start(() -> first(index));
        }
    }

    private void first(int index) {
        String messageId = MessageId.next();
        stage.tally().sent();
        attempt(
                new Attempt(
                        index, messageId, body(lines.get(index), messageId), System.nanoTime(), 0));
    }

    private void attempt(Attempt attempt) {
        stage.actor(lines.get(attempt.index()).player())
                .say("/pub/chat/send", attempt.body())
                .whenComplete(
                        (answer, e) -> {
                            try {
                                answered(attempt, answer);
                            } catch (RuntimeException failed) {
                                done.completeExceptionally(failed);
                            }
                        });
    }

    /** A null answer means that the connection was lost or the answer took too long. */
    private void answered(Attempt attempt, Answer answer) {
        if (answer instanceof Answer.Accepted) {
            stage.tally().receipt(System.nanoTime() - attempt.firstSent());
            finish(attempt, "RECEIPT");
        } else if (answer instanceof Answer.Refused refused) {
            if (refused.temporary() && !attempt.isLate()) {
                retry(attempt, refused.code());
            } else {
                stage.tally().refused(refused.code());
                finish(attempt, refused.code());
            }
        } else if (!attempt.isLate()) {
            retry(attempt, "no answer");
        } else {
            stage.tally().unanswered();
            finish(attempt, "UNANSWERED");
        }
    }

    private void retry(Attempt attempt, String why) {
        stage.tally().retried(why);
        if (why.equals("RATE_LIMITED")) {
            stage.slowed();
        }
        long most =
                Math.min(
                        LONGEST_PAUSE_MILLIS,
                        FIRST_PAUSE_MILLIS << Math.min(10, attempt.retries()));
        long pause = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
        stage.scheduler().schedule(() -> attempt(attempt.again()), pause, TimeUnit.MILLISECONDS);
    }

    private void finish(Attempt attempt, String answer) {
        String room = lines.get(attempt.index()).room();
        stage.outcomes()
                .write(new Outcomes.Outcome(room, attempt.index(), attempt.messageId(), answer));
        begin(attempt.index() + 1);
    }

    private static String body(Line line, String messageId) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("messageId", messageId);
        body.put("roomId", line.room());
        body.put("content", line.text());
        body.put("type", "TALK");
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }
}
