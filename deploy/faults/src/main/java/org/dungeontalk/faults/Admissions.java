package org.dungeontalk.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.token.SignedToken;

/** Shows tokens to all services of a stack, in every way in which they take one. Blocks. */
final class Admissions {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Map<String, Intrusion.Attempt> ways = new LinkedHashMap<>();
    private final Intruder caller;
    private String token;
    private double longestSeconds;

    Admissions(Stack stack) throws Exception {
        caller = new Intruder(stack, new GatewayWatch(stack, "gateway-1").address());
        String origin = "http://localhost:" + stack.service("gateway-1").plan().httpPort();
        ways.put("a handshake", i -> i.handshake(origin, token));
        ways.put("CONNECT", this::connect);
        for (String gateway : StackServices.GATEWAYS) {
            get(gateway, "/api/rooms/room-0/presence");
        }
        get("persistence", "/api/chat/room/room-0/messages");
        get("analytics", "/api/analytics/activity");
    }

    private void get(String service, String path) {
        ways.put(service, i -> i.status(service, "GET", path, "", token));
    }

    private String connect(Intruder player) throws Exception {
        try {
            player.player(token).close();
            return "CONNECTED";
        } catch (ExecutionException refused) {
            return player.connect("Authorization:Bearer " + token + "\n");
        }
    }

    /** A token that all services admit if they know its key. */
    static String token(IssuerKey key) {
        return key.signer()
                .of(
                        new SignedToken.Player("caller", "caller", List.of(), List.of("operator")),
                        Instant.now().minusSeconds(60),
                        Duration.ofHours(1));
    }

    /** The ways in which a token with this key gets another answer than it should, and which. */
    List<String> wrong(IssuerKey key, Admission due) throws Exception {
        token = token(key);
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Intrusion.Attempt> way : ways.entrySet()) {
            long began = System.nanoTime();
            String answer = way.getValue().by(caller);
            longestSeconds = Math.max(longestSeconds, (System.nanoTime() - began) / 1e9);
            if (Admission.of(answer) != due) {
                wrong.add("key %s, %s: %s".formatted(key.id(), way.getKey(), answer));
            }
        }
        return wrong;
    }

    /**
     * Waits until all services give this answer.
     *
     * @return the seconds that it took; more than the limit if they did not
     */
    double await(IssuerKey key, Admission due, Duration limit) throws Exception {
        long began = System.nanoTime();
        Await.until(limit, PAUSE, () -> wrong(key, due).isEmpty());
        return (System.nanoTime() - began) / 1e9;
    }

    /** The longest time in seconds that an answer took since the last call. */
    double takeLongestSeconds() {
        double longest = longestSeconds;
        longestSeconds = 0;
        return longest;
    }
}
