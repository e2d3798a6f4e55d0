package org.dungeontalk.faults;

import java.io.IOException;
import java.net.SocketException;
import org.dungeontalk.local.stack.Stack;

/**
 * W2: one client sends 200,000 messages as fast as it can. Memory is compared with its use after a
 * first flood, when the gateway's code is warm.
 */
final class Flood implements Fault {

    private static final int FRAMES = 200_000;
    private static final long MOST_MILLIS = 1_000;
    private static final long MOST_MEBIBYTES = 32;
    private static final String TALK =
            "SEND\ndestination:/pub/chat/send\n\n"
                    + "{\"roomId\":\"flood\",\"type\":\"TALK\",\"content\":\"flood\"}\0";

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        flood(stack, gateway.token("flood-first"));
        long memory = gateway.mebibytes();
        long began = System.nanoTime();
        int sent = flood(stack, gateway.token("flood"));
        long took = (System.nanoTime() - began) / 1_000_000;
        long grown = gateway.mebibytes() - memory;
        boolean serves = gateway.serves();
        return new RowResult(
                sent < FRAMES && took <= MOST_MILLIS && grown <= MOST_MEBIBYTES && serves,
                "closed after %d ms and %,d of %,d frames, memory %+d MiB, others served: %s"
                        .formatted(took, sent, FRAMES, grown, serves ? "yes" : "no"));
    }

    /** Floods until it is cut off. Returns the number of frames sent. */
    private static int flood(Stack stack, String token) throws IOException {
        int sent = 0;
        try (RawSocket socket = RawSocket.connected(stack, token)) {
            for (; sent < FRAMES; sent++) {
                socket.frame(RawSocket.TEXT, TALK);
            }
        } catch (SocketException cut) {
            return sent;
        }
        return sent;
    }
}
