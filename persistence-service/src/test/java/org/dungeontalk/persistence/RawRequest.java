package org.dungeontalk.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Sends requests with their target unchanged: Java's HTTP clients would correct or refuse it. */
public final class RawRequest {

    private static final int LIMIT_MILLIS = 60_000;
    private static final int PART = 8_192;
    private static final int SHOWN = 200;

    private RawRequest() {}

    /** The response; header lines in lower case. */
    public record Answer(int status, List<String> headers, String body) {

        @Override
        public String toString() {
            return status + " " + body.substring(0, Math.min(body.length(), SHOWN));
        }

        /** Whether it is an RFC 9457 problem with a detail. */
        public boolean isProblem(int wanted) {
            return status == wanted
                    && headers.stream()
                            .anyMatch(
                                    it -> it.matches("content-type: application/problem\\+json.*"))
                    && body.contains("\"status\":" + wanted)
                    && body.matches("(?s).*\"detail\":\"[^\"]{10,}\".*")
                    && !body.contains("\"detail\":\"HTTP ")
                    && !body.contains("\"detail\":\"RESTEASY")
                    && !body.contains("\"detail\":\"Unable ");
        }
    }

    /** Asks a server with this token, accepting what browsers accept. */
    public static Answer send(URI server, String method, String target, String token) {
        return send(server, method, target, List.of("Authorization: Bearer " + token));
    }

    /** Asks a server with these header lines, accepting what browsers accept. */
    public static Answer send(URI server, String method, String target, List<String> lines) {
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        head.append("Host: localhost\r\nConnection: close\r\n");
        head.append("Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n");
        lines.forEach(line -> head.append(line).append("\r\n"));
        head.append("Content-Length: 2\r\n\r\n{}");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(head.toString().getBytes(UTF_8));
            return answer(read(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + target, e);
        }
    }

    /** All of the answer; of a stream, which has no end, the beginning. */
    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] part = new byte[PART];
        for (int n = in.read(part); n >= 0; n = in.read(part)) {
            read.write(part, 0, n);
            if (read.toString(UTF_8).contains("text/event-stream")) {
                break;
            }
        }
        return read.toString(UTF_8);
    }

    private static Answer answer(String text) {
        String[] parts = text.split("\r\n\r\n", 2);
        List<String> lines = parts[0].toLowerCase(Locale.ROOT).lines().toList();
        return new Answer(
                Integer.parseInt(lines.get(0).split(" ")[1]),
                lines.subList(1, lines.size()),
                parts.length > 1 ? parts[1] : "");
    }
}
