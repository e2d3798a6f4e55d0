package org.dungeontalk.faults;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One of Autobahn's cases, from the table in {@code autobahn.txt}.
 *
 * @param name the case's number
 * @param pieces what the client writes; it pauses between two of them
 * @param chop the largest number of bytes written at once
 * @param answers what it must receive, in order
 * @param ends the close codes allowed; {@link #ANY} if the specification does not say
 * @param closes whether the client closes once it has all answers, because no frame does
 */
record AutobahnCase(
        String name,
        List<byte[]> pieces,
        int chop,
        List<Answer> answers,
        List<Integer> ends,
        boolean closes)
        implements BadClient {

    static final int ANY = -1;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 300;

    /**
     * A frame that the gateway must send.
     *
     * @param first its first byte
     * @param text what its payload must hold, a byte as one character; all of it for a pong
     * @param optional whether it may be missing
     */
    record Answer(int first, String text, boolean optional) {

        private boolean is(RawSocket.Frame frame) {
            return first == frame.first()
                    && (first == RawSocket.PONG
                            ? frame.text().equals(text)
                            : frame.text().contains(text));
        }
    }

    @Override
    public Optional<String> wrong(RawSocket socket) throws IOException {
        Deque<Answer> missing = new ArrayDeque<>(answers);
        try {
            write(socket);
            boolean closed = false;
            while (true) {
                if (closes && !closed && missing.isEmpty()) {
                    socket.frame(RawSocket.CLOSE, new byte[] {0x03, (byte) 0xE8});
                    closed = true;
                }
                RawSocket.Frame frame = socket.read(PATIENCE);
                if (frame.first() == RawSocket.CLOSE) {
                    return ended(frame.closeCode(), missing);
                }
                if (!frame.isError() && !expected(frame, missing)) {
                    return Optional.of("received another frame, " + frame.first());
                }
            }
        } catch (SocketTimeoutException e) {
            return Optional.of("is still open, without " + missing.size() + " answers");
        } catch (EOFException | SocketException e) {
            return ended(RawSocket.CUT, missing);
        }
    }

    private void write(RawSocket socket) throws IOException {
        boolean first = true;
        for (byte[] piece : pieces) {
            if (!first) {
                pause();
            }
            first = false;
            for (int at = 0; at < piece.length; at += chop) {
                socket.write(piece, at, Math.min(chop, piece.length - at));
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    /** Removes the answer and the optional ones before it; false if it is not expected. */
    private static boolean expected(RawSocket.Frame frame, Deque<Answer> missing) {
        while (!missing.isEmpty()) {
            Answer next = missing.poll();
            if (next.is(frame)) {
                return true;
            }
            if (!next.optional()) {
                return false;
            }
        }
        return false;
    }

    private Optional<String> ended(int code, Deque<Answer> missing) {
        missing.removeIf(Answer::optional);
        if (!missing.isEmpty()) {
            return Optional.of("ended with %d before %d answers".formatted(code, missing.size()));
        }
        return ends.contains(ANY) || ends.contains(code)
                ? Optional.empty()
                : Optional.of("ended with " + code);
    }
}
