package org.dungeontalk.gateway.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The SENDs of a player, over all connections: which of them the gateway has not answered, and how
 * it answered the others.
 */
final class ModelOutbox {
    private enum State {
        WAITS,
        CONFIRMED,
        REUSED
    }

    private final String name;
    private final ModelRun run;
    private final Map<String, UUID> ids = new LinkedHashMap<>();
    private final Map<String, State> states = new HashMap<>();

    ModelOutbox(String name, ModelRun run) {
        this.name = name;
        this.run = run;
    }

    /** The SEND of a message, again if it was sent before; its receipt is its content. */
    String frame(String id, String content) {
        ids.put(content, run.uuid(id));
        states.putIfAbsent(content, State.WAITS);
        return "SEND\ndestination:/pub/chat/send\nreceipt:%s\n\n{\"messageId\":\"%s\",\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"%s\"}\0"
                .formatted(content, run.uuid(id), ModelRun.ROOM, content);
    }

    /** Whether the message has no receipt, and was not refused for good. */
    boolean waits(String content) {
        return states.get(content) == State.WAITS;
    }

    void confirmed(String content) {
        answer(content, State.CONFIRMED);
    }

    /** A refusal came; after a temporary one the message is sent again. */
    void refused(String content, String code) {
        if (code.equals("MESSAGE_ID_REUSED")) {
            answer(content, State.REUSED);
        } else if (!code.equals("DRAINING")) {
            run.wrong(name + "'s message " + content + " was refused: " + code);
        }
    }

    private void answer(String content, State state) {
        if (!waits(content)) {
            run.wrong(name + "'s message " + content + " was answered twice");
        }
        states.put(content, state);
    }

    /** Compares the answers with the log. */
    void check() {
        states.forEach(
                (content, state) -> {
                    String first = run.firstWith(ids.get(content));
                    boolean logged = first.contains("\"content\":\"" + content + "\"");
                    if (state == State.WAITS) {
                        run.wrong(name + "'s message " + content + " was not answered");
                    } else if (logged != (state == State.CONFIRMED)) {
                        run.wrong(
                                "%s's message %s was %s, and the first with its id is %s"
                                        .formatted(name, content, state, first));
                    }
                });
    }
}
