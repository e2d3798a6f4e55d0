package org.dungeontalk.faults;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A client whose connection must end, or stay open.
 *
 * @param ends allowed ends of the connection: close codes, {@link RawSocket#CUT}, or {@link
 *     RawSocket#OPEN} if it must stay open
 * @param action what is sent on a connected session
 */
record EndingClient(String name, Set<Integer> ends, Action action) implements BadClient {

    private static final Duration END_LIMIT = Duration.ofSeconds(15);
    private static final Duration LIVES_LIMIT = Duration.ofMillis(300);

    /** Sends something. The gateway may cut the connection meanwhile. */
    interface Action {
        void on(RawSocket socket) throws IOException;
    }

    @Override
    public Optional<String> wrong(RawSocket socket) throws IOException {
        int end = end(socket);
        return ends.contains(end) ? Optional.empty() : Optional.of("ended with " + end);
    }

    private int end(RawSocket socket) throws IOException {
        try {
            action.on(socket);
        } catch (SocketException cut) {
            return RawSocket.CUT;
        }
        if (ends.contains(RawSocket.OPEN)) {
            int end = socket.awaitEnd(LIVES_LIMIT);
            return end == RawSocket.OPEN && !socket.answers() ? RawSocket.CUT : end;
        }
        return socket.awaitEnd(END_LIMIT);
    }
}
