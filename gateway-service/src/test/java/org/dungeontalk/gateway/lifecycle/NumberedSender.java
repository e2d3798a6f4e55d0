package org.dungeontalk.gateway.lifecycle;

import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dungeontalk.gateway.RawClient;

/**
 * A client that writes numbered messages, each with an id of its own, into the room with its name.
 */
record NumberedSender(String name, RawClient client, List<String> bodies) {
    private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]+)\"");
    private static final int AT_ONCE = 6;

    /** Keeps messages in flight until the connection is cut. */
    void sendUntilCut() {
        try {
            while (!client.isClosed()) {
                await().pollInterval(Duration.ofMillis(20)).until(this::maySend);
                for (int i = 0; i < AT_ONCE; i++) {
                    send();
                }
            }
        } catch (CompletionException cut) {
            client.drop();
        }
    }

    private void send() {
        String text = name + "-" + bodies.size();
        String body =
                "{\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"%s\",\"messageId\":\"%s\"}"
                        .formatted(name, text, UuidCreator.getTimeOrderedEpoch());
        bodies.add(body);
        client.publish("/pub/chat/send", text, body);
    }

    private boolean maySend() {
        return client.isClosed() || bodies.size() - receipts().size() <= AT_ONCE / 2;
    }

    Set<String> receipts() {
        return client.frames().stream()
                .filter(f -> f.startsWith("RECEIPT"))
                .map(f -> f.substring(f.indexOf("receipt-id:") + 11).trim())
                .collect(Collectors.toSet());
    }

    List<String> texts() {
        return contents(bodies);
    }

    /** Sends what had no receipt, with the same ids. */
    void sendTheRestAgain(RawClient other) {
        Set<String> received = receipts();
        for (String body : bodies) {
            String text = contents(List.of(body)).get(0);
            if (!received.contains(text)) {
                other.publish("/pub/chat/send", text, body);
                other.awaitReceipt(text);
            }
        }
    }

    /** The texts of those that have one. */
    static List<String> contents(List<String> bodies) {
        return bodies.stream()
                .map(CONTENT::matcher)
                .filter(Matcher::find)
                .map(m -> m.group(1))
                .toList();
    }
}
