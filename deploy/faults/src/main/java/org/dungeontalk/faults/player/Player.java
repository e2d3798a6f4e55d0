package org.dungeontalk.faults.player;

import java.time.Duration;
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
public final class Player {

    private static final int JITTER_MILLIS = 500;
    private static final int RETRY_MILLIS = 300;

    private final PlayerHistory history;
    private final Room room;
    private final Supplier<CompletableFuture<StompPlayer>> connections;
    private final long answerMillis;
    private final Tally tally;
    private final PlayerTimes times = new PlayerTimes();
    private final Outbox outbox;
    private StompPlayer connection;
    private String cursor;
    private Instant asked;
    private boolean wanted;
    private boolean retired;
    private boolean connecting;
    private boolean joined;

    /**
     * @param text of all its messages
     * @param connections asked for each connection
     * @param answerLimit how long it waits for an answer; then it connects again. {@link
     *     StompPlayer#ANSWER_LIMIT} at most
     * @param tally of all players
     */
    public Player(
            PlayerHistory history,
            Room room,
            String text,
            Supplier<CompletableFuture<StompPlayer>> connections,
            Duration answerLimit,
            Tally tally) {
        this.history = history;
        this.room = room;
        this.connections = connections;
        this.answerMillis = answerLimit.toMillis();
        this.tally = tally;
        this.outbox = new Outbox(history, text, tally, times);
    }

    /** Its id. */
    public String name() {
        return history.name();
    }

    /** Its only room. */
    public Room room() {
        return room;
    }

    /** Joins the room, to read its messages from now on, unless it is there or left for good. */
    public synchronized void join() {
        if (!wanted && !retired) {
            wanted = true;
            cursor = null;
            connect();
        }
    }

    /** Leaves the room. A message without an answer may be in the log or not. */
    public synchronized void leave() {
        if (wanted) {
            wanted = false;
            joined = false;
            outbox.clear();
            times.left();
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
    public synchronized boolean retire() {
        if (!joined || !isAnswered()) {
            return false;
        }
        retired = true;
        leave();
        return true;
    }

    /** Loses the connection. */
    public synchronized void drop() {
        Optional.ofNullable(connection).ifPresent(StompPlayer::close);
    }

    /**
     * Sends a message, unless it still waits for the previous receipt.
     *
     * @param receiver who gets a whisper; empty: all members of the room
     * @return whether it was sent
     */
    public synchronized boolean talk(Optional<String> receiver) {
        boolean free = joined && isAnswered();
        if (free) {
            send(outbox.write(receiver));
        }
        return free;
    }

    /** Sends its latest message once more, although it has the receipt. */
    public synchronized void repeat() {
        if (joined) {
            outbox.repeatable().ifPresent(this::send);
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
                .orTimeout(answerMillis, TimeUnit.MILLISECONDS)
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
        times.back();
        outbox.unanswered().ifPresent(this::send);
    }

    private void tellGap(Optional<String> continuesAfter) {
        tally.gap(name());
        history.gap();
        cursor = continuesAfter.orElse(cursor);
    }

    private synchronized void lost(StompPlayer player) {
        if (player != connection) {
            return;
        }
        connection = null;
        if (joined) {
            times.lost();
        }
        joined = false;
        history.disconnected();
        later(ThreadLocalRandom.current().nextInt(JITTER_MILLIS)).execute(this::connect);
    }

    private void send(Draft draft) {
        StompPlayer by = connection;
        draft.leaves(history);
        by.send(room.destination(), room.body(draft))
                .orTimeout(answerMillis, TimeUnit.MILLISECONDS)
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
            outbox.refused(draft, no)
                    .ifPresent(next -> later(RETRY_MILLIS).execute(() -> resend(next)));
        } else {
            outbox.accepted(draft);
        }
    }

    private synchronized void resend(Draft draft) {
        if (joined && outbox.unanswered().filter(draft::equals).isPresent()) {
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
            times.read(message.messageId());
        }
    }

    /** Whether it wants to be in the room. */
    public synchronized boolean isWanted() {
        return wanted;
    }

    /** Whether it is in the room. */
    public synchronized boolean isJoined() {
        return joined;
    }

    /** Whether all its messages have an answer. */
    public synchronized boolean isAnswered() {
        return outbox.unanswered().isEmpty();
    }

    /** Number of messages read so far. */
    public long reads() {
        return history.reads();
    }

    /** Its times so far. */
    public synchronized Timings timings() {
        return times.timings();
    }

    /**
     * The longest time in nanoseconds that a message waited for its receipt or for being read,
     * among those for which it ended since the last call, and the one that still waits.
     */
    public synchronized long takeLongestStall() {
        return times.takeLongestStall();
    }

    private static Executor later(int millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }
}
