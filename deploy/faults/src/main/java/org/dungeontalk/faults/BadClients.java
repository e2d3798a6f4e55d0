package org.dungeontalk.faults;

import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.local.stack.Stack;

/**
 * Runs clients that break rules, one after the other. Each connection must end as required, no
 * other client may notice, and the gateway's log may have at most one warning and no stack trace.
 */
record BadClients(List<? extends BadClient> clients) implements Fault {

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            BadClient client = clients.get(i);
            try (RawSocket socket = RawSocket.connected(stack, gateway.token("bad-" + i))) {
                client.wrong(socket).ifPresent(how -> wrong.add(client.name() + " " + how));
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
}
