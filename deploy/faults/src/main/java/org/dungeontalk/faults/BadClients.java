package org.dungeontalk.faults;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.local.stack.Stack;

/**
 * Runs clients that break rules, one after the other. Each connection must end as required, no
 * other client may notice, and the gateway's log may have at most one warning and no stack trace.
 */
record BadClients(List<BadClient> clients) implements Fault {

    private static final Duration END_LIMIT = Duration.ofSeconds(15);
    private static final Duration LIVES_LIMIT = Duration.ofMillis(300);

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            BadClient client = clients.get(i);
            int end = end(stack, gateway.token("bad-" + i), client);
            if (!client.ends().contains(end)) {
                wrong.add(client.name() + " ended with " + end);
            }
        }
        boolean serves = gateway.serves();
        long warnings = gateway.complaints();
        long traces = gateway.stackTraces();
        return new RowResult(
                wrong.isEmpty() && serves && warnings <= 1 && traces == 0,
                "%d of %d cases ended as they should%s, others served: %s, warnings: %d, stack traces: %d"
                        .formatted(
                                clients.size() - wrong.size(),
                                clients.size(),
                                wrong.isEmpty() ? "" : " (not: " + String.join("; ", wrong) + ")",
                                serves ? "yes" : "no",
                                warnings,
                                traces));
    }

    private static int end(Stack stack, String token, BadClient client) throws IOException {
        try (RawSocket socket = RawSocket.connected(stack, token)) {
            try {
                client.action().on(socket);
            } catch (SocketException cut) {
                return RawSocket.CUT;
            }
            if (client.ends().contains(RawSocket.OPEN)) {
                int end = socket.awaitEnd(LIVES_LIMIT);
                return end == RawSocket.OPEN && !socket.answers() ? RawSocket.CUT : end;
            }
            return socket.awaitEnd(END_LIMIT);
        }
    }
}
