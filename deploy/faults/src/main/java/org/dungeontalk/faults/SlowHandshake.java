package org.dungeontalk.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.Stack;

/**
 * W4: connections that never become a session: silent, trickling their headers, with 20 KB of
 * headers, idle after a request, and without CONNECT.
 */
final class SlowHandshake implements Fault {

    private static final int EACH = 20;
    private static final long MOST_MILLIS = 15_000;
    private static final long GIVE_UP_MILLIS = 40_000;

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        List<RawSocket> trickling = new ArrayList<>();
        List<RawSocket> open = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            open.add(new RawSocket(stack));
            RawSocket trickle = new RawSocket(stack);
            trickle.write("GET /ws-chat HTTP/1.1\r\nHost: x\r\n");
            trickling.add(trickle);
            RawSocket large = new RawSocket(stack);
            large.write("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
            open.add(large);
            RawSocket idle = new RawSocket(stack);
            idle.write("GET /ws-chat/info HTTP/1.1\r\nHost: x\r\n\r\n");
            open.add(idle);
            RawSocket noConnect = new RawSocket(stack);
            noConnect.upgrade("?token=" + gateway.token("mute-" + i), "");
            open.add(noConnect);
        }
        open.addAll(trickling);
        int all = open.size();
        long longest = 0;
        while (!open.isEmpty() && longest < GIVE_UP_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(200);
            trickling.forEach(SlowHandshake::trickle);
            longest = open.stream().mapToLong(RawSocket::ageMillis).max().orElse(0);
            open.removeIf(RawSocket::ended);
        }
        boolean serves = gateway.serves();
        return new RowResult(
                open.isEmpty() && longest <= MOST_MILLIS && serves,
                "%d of %d slow connections dropped, the longest lived %.1f s, others served: %s"
                        .formatted(all - open.size(), all, longest / 1e3, serves ? "yes" : "no"));
    }

    private static void trickle(RawSocket socket) {
        try {
            socket.write("X");
        } catch (IOException cut) {
            // seen as ended by the next look
        }
    }
}
