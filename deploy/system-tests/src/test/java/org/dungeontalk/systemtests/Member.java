package org.dungeontalk.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.faults.check.PlayerHistory;
import org.dungeontalk.faults.check.Source;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.MessageId;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;

/** One player in one room, who reads all messages and sends one message after the other. */
final class Member {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long RETRY_MILLIS = 200;

    private final String room;
    private final String nickname;
    private final StompPlayer connection;
    private final AtomicInteger receiptsOfAll;
    private final PlayerHistory history;
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    private final List<String> receipts = Collections.synchronizedList(new ArrayList<>());
    private final List<String> read = Collections.synchronizedList(new ArrayList<>());
    private final List<Answer.Refused> refused = Collections.synchronizedList(new ArrayList<>());

    Member(
            String room,
            String nickname,
            StompPlayer connection,
            AtomicInteger receiptsOfAll,
            PlayerHistory history) {
        this.room = room;
        this.nickname = nickname;
        this.connection = connection;
        this.receiptsOfAll = receiptsOfAll;
        this.history = history;
    }

    /** Joins an idle room: no message may come before the answer. */
    CompletableFuture<Void> join() {
        history.joining();
        return connection
                .subscribe("/sub/chat/room/" + room, this::read)
                .thenAccept(answer -> history.joined());
    }

    /**
     * Sends this number of messages, each after the answer to the previous one; completes after the
     * last.
     */
    CompletableFuture<Void> say(int messages) {
        if (messages == 0) {
            return CompletableFuture.completedFuture(null);
        }
        String id = MessageId.next();
        String text = nickname + " has " + messages + " messages left";
        sent.add(id);
        texts.add(text);
        return send(id, text).thenCompose(done -> say(messages - 1));
    }

    List<String> sent() {
        return List.copyOf(sent);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    List<String> receipts() {
        return List.copyOf(receipts);
    }

    List<String> read() {
        return List.copyOf(read);
    }

    List<Answer.Refused> refused() {
        return List.copyOf(refused);
    }

    String room() {
        return room;
    }

    void leave() {
        connection.close();
    }

    private CompletableFuture<Void> send(String id, String text) {
        history.sent(id);
        return connection
                .send("/pub/chat/send", body(id, text))
                .thenCompose(
                        answer -> {
                            note(id, answer);
                            if (answer instanceof Answer.Refused no && no.temporary()) {
                                return CompletableFuture.runAsync(
                                                () -> {},
                                                CompletableFuture.delayedExecutor(
                                                        RETRY_MILLIS, TimeUnit.MILLISECONDS))
                                        .thenCompose(done -> send(id, text));
                            }
                            if (answer instanceof Answer.Refused no) {
                                refused.add(no);
                            } else {
                                receipts.add(id);
                                receiptsOfAll.incrementAndGet();
                            }
                            return CompletableFuture.completedFuture(null);
                        });
    }

    private void note(String id, Answer answer) {
        if (answer instanceof Answer.Refused no) {
            history.refused(id, no.code());
        } else {
            history.receipt(id);
        }
    }

    private String body(String id, String text) {
        try {
            return JSON.writeValueAsString(
                    Map.of("messageId", id, "roomId", room, "content", text, "type", "TALK"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Skips presence frames: they have no message id and are not part of the log. */
    private void read(StompFrame frame) {
        try {
            String id = JSON.readTree(frame.body()).path("messageId").asText("");
            if (!id.isEmpty()) {
                read.add(id);
                history.read(id, Source.LIVE);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The body of a MESSAGE is not JSON", e);
        }
    }
}
