package org.dungeontalk.gateway.delivery;

import java.util.Optional;
import java.util.function.LongConsumer;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.log.LogHistory;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.TextMessage;

/** Rooms with a fault: a member goes live some time after its position was found. */
public final class LateRooms extends Rooms {

    LateRooms(LogReader reader, LogHistory history, VitalThreads threads, GatewayConfig config) {
        super(reader, history, threads, config);
    }

    @Override
    public void join(RoomKey key, Loop loop, CatchUp.Target member, LongConsumer fixed) {
        super.join(key, loop, new LateMember(member, loop), fixed);
    }

    @Override
    public void resume(
            RoomKey key,
            Loop loop,
            CatchUp.Target member,
            Optional<Cursor> after,
            CatchUp.Listener listener) {
        super.resume(key, loop, new LateMember(member, loop), after, listener);
    }

    private record LateMember(CatchUp.Target member, Loop loop) implements CatchUp.Target {

        @Override
        public void live(long from) {
            loop.after(1, () -> member.live(from));
        }

        @Override
        public String playerId() {
            return member.playerId();
        }

        @Override
        public long liveFrom() {
            return member.liveFrom();
        }

        @Override
        public Head head() {
            return member.head();
        }

        @Override
        public void deliver(TextMessage message, int count) {
            member.deliver(message, count);
        }

        @Override
        public Notice.Part noticePart() {
            return member.noticePart();
        }

        @Override
        public void notice(TextMessage message) {
            member.notice(message);
        }

        @Override
        public void resume() {
            member.resume();
        }

        @Override
        public boolean left() {
            return member.left();
        }

        @Override
        public CatchUpQueue turns() {
            return member.turns();
        }

        @Override
        public void whenTaken(Runnable task) {
            member.whenTaken(task);
        }
    }
}
