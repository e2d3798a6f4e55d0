package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** A client that sends request after request on one connection and does not wait for answers. */
public final class PipelinedRequests {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private PipelinedRequests() {}

    /**
     * Sends the same request so many times and counts the answers, until all are there or the
     * service has closed the connection.
     *
     * @param request the whole request, with line feeds only
     * @throws SocketTimeoutException if neither happens within 20 seconds
     */
    public static int answers(URI service, String request, int number) throws IOException {
        StringBuilder read = new StringBuilder();
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
            long end = System.nanoTime() + LIMIT.toNanos();
            byte[] some = new byte[65_536];
            try {
                socket.getOutputStream()
                        .write(request.replace("\n", "\r\n").repeat(number).getBytes(US_ASCII));
                for (int n = 0; n >= 0 && count(read) < number; ) {
                    if (System.nanoTime() > end) {
                        throw new SocketTimeoutException("open after " + count(read) + " answers");
                    }
                    n = socket.getInputStream().read(some);
                    read.append(new String(some, 0, Math.max(n, 0), US_ASCII));
                }
            } catch (SocketException reset) {
                return count(read);
            }
        }
        return count(read);
    }

    private static int count(CharSequence answers) {
        return answers.toString().split("HTTP/1\\.1 \\d{3} ", -1).length - 1;
    }
}
