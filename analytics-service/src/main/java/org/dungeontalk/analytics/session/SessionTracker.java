package org.dungeontalk.analytics.session;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Type;
import org.dungeontalk.analytics.window.LruMap;
import org.dungeontalk.analytics.window.Snapshotable;

/**
 * Tracks the sessions of one partition. A session ends with LEAVE, or when its player writes again
 * after a silence longer than the gap. A session without a further message is dropped and not
 * counted.
 */
public final class SessionTracker implements Snapshotable {

    private final long gap;
    private final LruMap<SessionKey, OpenSession> open;
    private final List<Session> ended = new ArrayList<>();

    /**
     * A tracker without sessions.
     *
     * @param gap in milliseconds
     */
    public SessionTracker(long gap, int capacity) {
        this.gap = gap;
        this.open = new LruMap<>(capacity, SessionKey.CODEC, OpenSession::new);
    }

    /** Adds a message. */
    public void observe(GameMessage message) {
        if (message.type() == Type.AI || message.type() == Type.SYSTEM) {
            return;
        }
        SessionKey key = SessionKey.of(message);
        OpenSession session = open.find(key);
        if (session != null && message.at() - session.lastAt > gap) {
            end(message, session);
            session = null;
        }
        boolean leaves = message.type() == Type.LEAVE;
        if (session == null && leaves) {
            open.remove(key);
            return;
        }
        if (session == null) {
            open.remove(key);
            session = open.of(key);
            session.startedAt = message.at();
            session.lastAt = message.at();
        }
        session.lastAt = Math.max(session.lastAt, message.at());
        session.messages++;
        if (leaves) {
            end(message, session);
            open.remove(key);
        }
    }

    private void end(GameMessage message, OpenSession session) {
        ended.add(
                new Session(
                        message.kind(),
                        message.roomId(),
                        message.playerId(),
                        session.startedAt,
                        session.lastAt,
                        session.messages));
    }

    /** The sessions that ended since the last call. */
    public List<Session> takeEnded() {
        List<Session> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    /** Drops sessions that were silent for a gap and a day before this event time. */
    public void forget(long before) {
        open.forget(before - gap - 86_400_000);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        open.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        open.load(in);
    }

    private static final class OpenSession extends LruMap.Entry<SessionKey> {

        private long startedAt;
        private long lastAt;
        private long messages;

        @Override
        public long lastAt() {
            return lastAt;
        }

        @Override
        public void save(DataOutput out) throws IOException {
            out.writeLong(startedAt);
            out.writeLong(lastAt);
            out.writeLong(messages);
        }

        @Override
        public void load(DataInput in) throws IOException {
            startedAt = in.readLong();
            lastAt = in.readLong();
            messages = in.readLong();
        }
    }
}
