package org.dungeontalk.gateway.delivery;

import java.util.Optional;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.log.LogHistory;
import org.dungeontalk.gateway.log.RoomSlice;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.wire.Loop;
import org.jboss.logging.Logger;

/**
 * Brings one member from its cursor to the present, slice by slice as fast as the client takes
 * them: first from the log, then from memory, then live. Nothing is missing and nothing comes
 * twice. Confined to the member's event loop.
 *
 * <p>Going live is safe because a message is written to memory before it is handed to the loops: a
 * message that the last slice did not hold is handed over after it.
 */
public final class CatchUp {
    private static final Logger LOG = Logger.getLogger(CatchUp.class);
    private static final long RETRY_MS = 1_000;

    /** The member that catches up. Called on its event loop. */
    public interface Target extends Member {

        /** Whether the member has left; nothing more is done for it then. */
        boolean left();

        /** The member gets all messages from this offset on live. */
        void live(long from);

        /** The catch-up queue of the member's connection. */
        CatchUpQueue turns();

        /**
         * Runs the task once the client has taken what was sent; never if the connection is closed.
         */
        void whenTaken(Runnable task);
    }

    /** Is told whether the stream continues at the client's cursor. */
    @FunctionalInterface
    public interface Listener {

        /**
         * The position is known. Called once, and again if a gap is found later.
         *
         * @param next the first offset that the member gets
         * @param loss the reason why messages before it are missing; empty if none are
         */
        void positioned(long next, Optional<LogHistory.Loss> loss);
    }

    private final RoomKey room;
    private final Target member;
    private final Loop loop;
    private final LogHistory log;
    private final FrameEncoder encoder;
    private final Listener listener;
    private long next;
    private boolean told;

    CatchUp(
            RoomKey room,
            Target member,
            Loop loop,
            LogHistory log,
            FrameEncoder encoder,
            Listener listener) {
        this.room = room;
        this.member = member;
        this.loop = loop;
        this.log = log;
        this.encoder = encoder;
        this.listener = listener;
    }

    /** Starts after the cursor, if the stream can continue there. */
    void after(Optional<Cursor> cursor) {
        log.judge(room, cursor)
                .whenComplete((loss, silent) -> onLoop(() -> judged(cursor, loss, silent)));
    }

    private void judged(Optional<Cursor> cursor, Optional<LogHistory.Loss> loss, Throwable silent) {
        if (member.left()) {
            return;
        }
        if (silent != null) {
            LOG.debugf("A resume waits for the log: %s", silent.getMessage());
            loop.after(RETRY_MS, () -> member.whenTaken(() -> after(cursor)));
        } else if (loss.isPresent() && log.follows(cursor)) {
            member.turns().take(this::followed);
        } else if (loss.isPresent()) {
            lost(loss.get());
        } else {
            next = cursor.orElseThrow().offset() + 1;
            step();
        }
    }

    private void step() {
        member.turns().take(this::piece);
    }

    private void piece() {
        if (member.left()) {
            member.turns().next();
            return;
        }
        Optional<RoomSlice> recent = log.recent(room, next);
        if (recent.isPresent()) {
            take(recent.get());
            return;
        }
        log.older(room, next)
                .whenComplete((slice, failure) -> onLoop(() -> answered(slice, failure)));
    }

    /**
     * If the work throws, closes the connection, so that the client resumes and never waits in
     * vain.
     */
    private void onLoop(Runnable piece) {
        loop.execute(
                () -> {
                    try {
                        piece.run();
                    } catch (RuntimeException
                            | LinkageError
                            | StackOverflowError
                            | AssertionError e) {
                        LOG.error(
                                "Catch-up failed; the connection is closed, so that its client"
                                        + " resumes",
                                e);
                        member.resume();
                    }
                });
    }

    private void answered(Optional<RoomSlice> slice, Throwable failure) {
        if (failure != null) {
            LOG.debugf("Catch-up waits for the log: %s", failure.getMessage());
            member.turns().next();
            loop.after(RETRY_MS, this::step);
        } else if (slice.isEmpty()) {
            member.turns().next();
            lost(LogHistory.Loss.EXPIRED);
        } else {
            take(slice.get());
        }
    }

    private void take(RoomSlice slice) {
        next = slice.next();
        var visible =
                slice.messages().stream().filter(m -> m.visibleTo(member.playerId())).toList();
        if (!told) {
            told = true;
            listener.positioned(
                    visible.isEmpty() ? next : visible.get(0).offset(), Optional.empty());
        }
        for (FrameEncoder.Encoded e : encoder.encode(member.head(), visible)) {
            member.deliver(e.message(), e.count());
        }
        member.turns().next();
        if (slice.present()) {
            member.live(next);
        } else {
            step();
        }
    }

    /**
     * The topic was created again while this gateway was running. The member gets the new topic
     * from its beginning, if memory reaches back that far.
     */
    private void followed() {
        Optional<RoomSlice> all = log.recent(room, 0);
        if (member.left()) {
            member.turns().next();
        } else if (all.isEmpty()) {
            member.turns().next();
            lost(LogHistory.Loss.EPOCH);
        } else {
            told = true;
            listener.positioned(0, Optional.of(LogHistory.Loss.EPOCH));
            take(all.get());
        }
    }

    private void lost(LogHistory.Loss why) {
        told = true;
        long live = log.end(room);
        member.live(live);
        listener.positioned(live, Optional.of(why));
    }
}
