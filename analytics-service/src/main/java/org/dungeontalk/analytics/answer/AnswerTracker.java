package org.dungeontalk.analytics.answer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.window.KeyCodec;
import org.dungeontalk.analytics.window.LruMap;
import org.dungeontalk.analytics.window.Snapshotable;

/**
 * Measures the AI's response times in one partition by the log's times. An answer ends a question.
 */
public final class AnswerTracker implements Snapshotable {

    private static final long REMEMBERED = 3_600_000;

    private final LruMap<String, Question> questions;
    private final List<Answer> given = new ArrayList<>();

    /** No question is open. */
    public AnswerTracker(int capacity) {
        this.questions = new LruMap<>(capacity, KeyCodec.TEXT, Question::new);
    }

    /** Adds a message. */
    public void observe(long offset, GameMessage message) {
        switch (message.type()) {
            case USER -> questions.of(message.roomId()).at = message.at();
            case AI -> {
                Question question = questions.find(message.roomId());
                long observed = question == null ? -1 : Math.max(0, message.at() - question.at);
                questions.remove(message.roomId());
                given.add(
                        new Answer(
                                offset,
                                message.roomId(),
                                message.at(),
                                message.aiResponseMillis(),
                                observed));
            }
            default -> {}
        }
    }

    /** The answers since the last call. */
    public List<Answer> takeGiven() {
        List<Answer> taken = List.copyOf(given);
        given.clear();
        return taken;
    }

    /** Forgets questions that are more than an hour older than this event time. */
    public void forget(long before) {
        questions.forget(before - REMEMBERED);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        questions.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        questions.load(in);
    }

    /** When the last player's message of a room was written. */
    private static final class Question extends LruMap.Entry<String> {

        private long at;

        @Override
        public long lastAt() {
            return at;
        }

        @Override
        public void save(DataOutput out) throws IOException {
            out.writeLong(at);
        }

        @Override
        public void load(DataInput in) throws IOException {
            at = in.readLong();
        }
    }
}
