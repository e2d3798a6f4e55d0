package org.dungeontalk.faults;

import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.local.stack.Stack;

/**
 * Attempts at what is not allowed, one after the other. Each must get the answer that is due, no
 * other client may notice, no log of the stack may have a token or a text, and the gateway's log no
 * stack trace.
 */
record Intrusions(List<Intrusion> all) implements Fault {

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        Intruder intruder = new Intruder(stack, gateway.address());
        List<String> wrong = new ArrayList<>();
        for (Intrusion one : all) {
            String answer = one.attempt().by(intruder);
            if (!answer.equals(one.due())) {
                wrong.add(one.name() + " got " + answer);
            }
        }
        boolean serves = gateway.serves();
        long logged = intruder.logged();
        long traces = gateway.stackTraces();
        return new RowResult(
                wrong.isEmpty() && serves && logged == 0 && traces == 0,
                "%d of %d answered as is due%s, others served: %s, tokens or texts in a log: %d, stack traces: %d"
                        .formatted(
                                all.size() - wrong.size(),
                                all.size(),
                                wrong.isEmpty() ? "" : " (not: " + String.join("; ", wrong) + ")",
                                serves ? "yes" : "no",
                                logged,
                                traces));
    }
}
