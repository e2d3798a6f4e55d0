package org.dungeontalk.analytics.session;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Type;
import org.dungeontalk.analytics.window.Keyed;
import org.dungeontalk.analytics.window.Saved;

/**
 * Follows the stays of one partition. A stay ends with LEAVE, or when its player says nothing for
 * as long as the gap and then something again. One that is never heard of again is forgotten and
 * not counted.
 */
public final class Sessions implements Saved {

    private final long gap;
    private final Keyed<StayKey, Stay> stays;
    private final List<Session> ended = new ArrayList<>();

    /** Nobody is here. @param gap in milliseconds */
    public Sessions(long gap, int capacity) {
        this.gap = gap;
        this.stays = new Keyed<>(capacity, StayKey.CODEC, Stay::new);
    }

    /** One more message. */
    public void observe(GameMessage message) {
        if (message.type() == Type.AI || message.type() == Type.SYSTEM) {
            return;
        }
        StayKey key = StayKey.of(message);
        Stay stay = stays.find(key);
        if (stay != null && message.at() - stay.lastAt > gap) {
            end(message, stay);
            stay = null;
        }
        boolean leaves = message.type() == Type.LEAVE;
        if (stay == null && leaves) {
            stays.remove(key);
            return;
        }
        if (stay == null) {
            stays.remove(key);
            stay = stays.of(key);
            stay.startedAt = message.at();
            stay.lastAt = message.at();
        }
        stay.lastAt = Math.max(stay.lastAt, message.at());
        stay.messages++;
        if (leaves) {
            end(message, stay);
            stays.remove(key);
        }
    }

    private void end(GameMessage message, Stay stay) {
        ended.add(
                new Session(
                        message.kind(),
                        message.roomId(),
                        message.playerId(),
                        stay.startedAt,
                        stay.lastAt,
                        stay.messages));
    }

    /** The stays that ended since this was asked last. */
    public List<Session> takeEnded() {
        List<Session> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    /** Forgets who has been silent since this event time, a gap and a day. */
    public void forget(long before) {
        stays.forget(before - gap - 86_400_000);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        stays.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        stays.load(in);
    }

    private static final class Stay extends Keyed.State<StayKey> {

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
