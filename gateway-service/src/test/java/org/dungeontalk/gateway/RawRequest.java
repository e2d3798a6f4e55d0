package org.dungeontalk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Requests whose target is sent as it is written: clients of Java would mend it or refuse it. */
public final class RawRequest {
    private static final int LIMIT_MILLIS = 60_000;

    private RawRequest() {}

    /** What came back; names of headers in lower case. */
    public record Answer(int status, List<String> headers, String body) {

        /** Whether it is a refusal as RFC 9457 writes it, with a code and a sentence. */
        public boolean isProblem(int wanted, String code) {
            if (status != wanted || !headers.contains("content-type: application/problem+json")) {
                return false;
            }
            JsonObject problem = new JsonObject(body);
            return "about:blank".equals(problem.getString("type"))
                    && problem.getInteger("status") == wanted
                    && code.equals(problem.getString("code"))
                    && problem.getString("detail").length() > 10;
        }
    }

    /**
     * Asks a server, accepting what browsers accept.
     *
     * @param headers whole lines
     */
    public static Answer send(URI server, String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        for (String line : headers) {
            head.append(line).append("\r\n");
        }
        head.append("Host: ").append(server.getAuthority());
        head.append("\r\nAccept: text/html,*/*;q=0.8\r\nConnection: close\r\n");
        head.append("Content-Length: 15\r\n\r\n{\"content\":\"x\"}");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
            return answer(new String(socket.getInputStream().readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + target, e);
        }
    }

    private static Answer answer(String text) {
        String[] parts = text.split("\r\n\r\n", 2);
        List<String> lines = parts[0].lines().map(RawRequest::lowerName).toList();
        return new Answer(
                Integer.parseInt(lines.get(0).split(" ")[1]),
                lines.subList(1, lines.size()),
                parts.length > 1 ? parts[1] : "");
    }

    private static String lowerName(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? line
                : line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
    }
}
