package org.dungeontalk.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.dungeontalk.local.stack.Stack;

/**
 * W13: 10,000 connections of one address, each of another player, and 10,000 of one player, all
 * kept open. Of the latter the newest stay. Both use their own addresses, so that limits do not
 * affect a bystander. Memory is compared with its use after the first ten thousand, when the
 * gateway's code is warm.
 */
final class ManyConnections implements Fault {

    private static final int CONNECTIONS = 10_000;
    private static final int MOST_OF_AN_ADDRESS = 1_000;
    private static final int MOST_OF_A_PLAYER = 5;
    private static final int SETTLING_SECONDS = 30;
    private static final long MOST_MEBIBYTES = 64;
    private static final String SWITCHED = "101";

    @Override
    public Map<String, String> settings() {
        return PRODUCTION;
    }

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        List<RawSocket> open = new ArrayList<>();
        try {
            String one = gateway.token("many");
            Map<String, Integer> ofPlayer = knock(stack, "127.0.0.3", i -> one, open);
            int ofOne = settled(gateway);
            long memory = gateway.mebibytes();
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                tokens.add(gateway.token("many-" + i));
            }
            Map<String, Integer> ofAddress = knock(stack, "127.0.0.2", tokens::get, open);
            int sessions = gateway.sessions();
            long grown = gateway.mebibytes() - memory;
            boolean serves = gateway.serves();
            return new RowResult(
                    ofOne <= MOST_OF_A_PLAYER
                            && ofAddress.getOrDefault(SWITCHED, 0) == MOST_OF_AN_ADDRESS
                            && onlyRefused(ofPlayer)
                            && onlyRefused(ofAddress)
                            && grown <= MOST_MEBIBYTES
                            && serves,
                    "of a player %s, %d left; of an address %s, %,d sessions, memory %+d MiB, others served: %s"
                            .formatted(
                                    ofPlayer,
                                    ofOne,
                                    ofAddress,
                                    sessions,
                                    grown,
                                    serves ? "yes" : "no"));
        } finally {
            for (RawSocket socket : open) {
                socket.close();
            }
        }
    }

    /** The sessions after the replaced ones are gone. */
    private static int settled(GatewayWatch gateway) throws IOException, InterruptedException {
        int sessions = gateway.sessions();
        for (int i = 0; i < SETTLING_SECONDS && sessions > MOST_OF_A_PLAYER; i++) {
            TimeUnit.SECONDS.sleep(1);
            sessions = gateway.sessions();
        }
        return sessions;
    }

    /** Requests all these WebSockets, keeps the accepted ones, and counts the responses. */
    private static Map<String, Integer> knock(
            Stack stack, String from, IntFunction<String> token, List<RawSocket> open)
            throws IOException {
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            RawSocket socket = new RawSocket(stack, from);
            String status = socket.upgrade("?token=" + token.apply(i), "").split(" ")[1];
            answers.merge(status, 1, Integer::sum);
            if (status.equals(SWITCHED)) {
                socket.connect();
                open.add(socket);
            } else {
                socket.close();
            }
        }
        return answers;
    }

    private static boolean onlyRefused(Map<String, Integer> answers) {
        return answers.keySet().stream().allMatch(s -> s.matches("101|429|503"));
    }
}
