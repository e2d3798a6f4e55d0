package org.dungeontalk.faults.search;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dungeontalk.faults.check.PlayerHistory;
import org.dungeontalk.faults.check.Source;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;

/**
 * A player of one room with a good client: it comes back with jitter whenever the connection ends,
 * or when an answer takes too long, resumes after its last cursor, and sends a message without a
 * receipt again with its id. Records everything in its history. Thread-safe, never blocks.
 */
final class Player {

    private static final int JITTER_MILLIS = 500;
    private static final int RETRY_MILLIS = 300;
    private static final int ANSWER_SECONDS = 10;

    private final String name;
    private final Room room;
    private final Supplier<CompletableFuture<StompPlayer>> connections;
    private final PlayerHistory history;
    private final Tally tally;
    private StompPlayer connection;
    private String cursor;
    private Instant asked;
    private Draft unanswered;
    private Draft latest;
    private long lostAt;
    private boolean wanted;
    private boolean retired;
    private boolean connecting;
    private boolean joined;

    Player(
            String name,
            Room room,
            Supplier<CompletableFuture<StompPlayer>> connections,
            PlayerHistory history,
            Tally tally) {
        this.name = name;
        this.room = room;
        this.connections = connections;
        this.history = history;
        this.tally = tally;
    }

    String name() {
        return name;
    }

    Room room() {
        return room;
    }

    /**
     * Joins the room, and reads its messages from now on. Does nothing if it has joined, or left
     * for good.
     */
    synchronized void join() {
        if (!wanted && !retired) {
            wanted = true;
            cursor = null;
            lostAt = 0;
            connect();
        }
    }

    /** Leaves the room. A message without an answer may be in the log or not. */
    synchronized void leave() {
        if (wanted) {
            wanted = false;
            joined = false;
            unanswered = null;
            history.left();
            StompPlayer ended = connection;
            connection = null;
            Optional.ofNullable(ended).ifPresent(StompPlayer::close);
        }
    }

    /**
     * Leaves for good, unless a message waits for its answer.
     *
     * @return whether it has left
     */
    synchronized boolean retire() {
        if (!joined || unanswered != null) {
            return false;
        }
        retired = true;
        leave();
        return true;
    }

    /** Loses the connection. */
    synchronized void drop() {
        Optional.ofNullable(connection).ifPresent(StompPlayer::close);
    }

    /**
     * Sends a message, unless it still waits for the previous receipt.
     *
     * @param receiver who gets a whisper; empty: all members of the room
     * @return whether it was sent
     */
    synchronized boolean talk(Optional<String> receiver) {
        boolean free = joined && unanswered == null;
        if (free) {
            unanswered = Draft.of("by " + name, receiver);
            send(unanswered);
        }
        return free;
    }

    /** Sends its latest message once more, although it has the receipt. */
    synchronized void repeat() {
        if (joined && latest != null && !latest.isOld()) {
            send(latest);
        }
    }

    /** Only one attempt to connect at a time, so a player never has two connections. */
    private synchronized void connect() {
        if (!wanted || connecting) {
            return;
        }
        connecting = true;
        connections.get().whenComplete(this::connected);
    }

    private synchronized void connected(StompPlayer player, Throwable e) {
        connecting = false;
        if (e != null) {
            later(RETRY_MILLIS).execute(this::connect);
        } else if (wanted) {
            subscribe(player);
        } else {
            player.close();
        }
    }

    /** Holds the lock until it waits for the answer, so that no message is read before that. */
    private void subscribe(StompPlayer player) {
        connection = player;
        player.closed().thenRun(() -> lost(player));
        asked = Instant.now();
        history.joining();
        Optional<String> after = Optional.ofNullable(cursor);
        player.subscribe(room.subscription(), after, frame -> read(player, frame))
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .whenComplete((answer, e) -> subscribed(player, after.isPresent(), answer));
    }

    /** The answer is {@code null} if there was none. */
    private synchronized void subscribed(StompPlayer player, boolean resuming, Answer answer) {
        if (player != connection) {
            return;
        }
        if (!(answer instanceof Answer.Subscribed position)) {
            player.close();
            return;
        }
        if (!resuming) {
            history.joined();
        } else if (position.resumed().orElse(true)) {
            history.resumed();
        } else {
            tellGap(position.cursor());
        }
        if (cursor == null) {
            cursor = position.cursor().orElse(null);
        }
        joined = true;
        if (lostAt != 0) {
            tally.back(System.nanoTime() - lostAt);
            lostAt = 0;
        }
        if (unanswered != null) {
            send(unanswered);
        }
    }

    private void tellGap(Optional<String> continuesAfter) {
        tally.trouble(name + " was told of a gap");
        history.gap();
        cursor = continuesAfter.orElse(cursor);
    }

    private synchronized void lost(StompPlayer player) {
        if (player != connection) {
            return;
        }
        connection = null;
        if (joined) {
            lostAt = System.nanoTime();
        }
        joined = false;
        history.disconnected();
        later(ThreadLocalRandom.current().nextInt(JITTER_MILLIS)).execute(this::connect);
    }

    private void send(Draft draft) {
        StompPlayer by = connection;
        draft.leaves(history);
        by.send(room.destination(), room.body(draft.id(), draft.text(), draft.receiver()))
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .whenComplete((answer, e) -> answered(by, draft, answer));
    }

    /**
     * Ignores answers of an ended connection: the message is sent again on the next one.
     *
     * @param answer {@code null} if there was none: then the connection counts as lost
     */
    private synchronized void answered(StompPlayer from, Draft draft, Answer answer) {
        if (from != connection) {
            return;
        }
        if (answer == null) {
            from.close();
        } else if (answer instanceof Answer.Refused no) {
            history.refused(draft.id(), no.code());
            tally.refused(no.code());
            if (draft.equals(unanswered)) {
                refused(draft, no);
            }
        } else {
            history.receipt(draft.id());
            if (draft.equals(unanswered)) {
                tally.receipt();
                latest = draft;
                unanswered = null;
            } else {
                tally.repeated();
            }
        }
    }

    private void refused(Draft draft, Answer.Refused no) {
        if (no.temporary()) {
            later(RETRY_MILLIS).execute(() -> resend(draft));
            return;
        }
        if (!draft.mayBeRefusedAs(no.code())) {
            tally.trouble(name + " was refused for good: " + no.code());
        }
        unanswered = null;
    }

    private synchronized void resend(Draft draft) {
        if (joined && draft.equals(unanswered)) {
            send(draft);
        }
    }

    /** Ignores frames of an ended connection: they come again on the next one. */
    private synchronized void read(StompPlayer from, StompFrame frame) {
        if (from != connection) {
            return;
        }
        if (frame.header("resumed").isPresent()) {
            tellGap(frame.header("cursor"));
            return;
        }
        Received message = Received.of(frame).orElse(null);
        if (message != null) {
            cursor = message.cursor();
            boolean missed = message.createdAt().isBefore(asked);
            history.read(message.messageId(), missed ? Source.RESUME : Source.LIVE);
        }
    }

    /** Whether it wants to be in the room. */
    synchronized boolean isWanted() {
        return wanted;
    }

    /** Whether it is where it wants to be, and all its messages have an answer. */
    synchronized boolean isSettled() {
        return joined == wanted && unanswered == null;
    }

    /** Number of messages read so far. */
    long reads() {
        return history.reads();
    }

    private static Executor later(int millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }
}
