package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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

    /**
     * Parts of a target that are no text: NUL, halves of surrogate pairs, bytes that are no UTF-8,
     * and bytes that are not escaped.
     */
    public static final List<String> NO_TEXT =
            List.of(
                    "%00",
                    "a%00b",
                    "%ff",
                    "%ed%a0%80",
                    "a%ED%B0%80",
                    "%C3",
                    "%C0%80",
                    "%f5%80%80%80",
                    "\u00ff",
                    "\u00eb\u00b0\u00a9");

    private static final int LIMIT_MILLIS = 60_000;
    private static final int PART = 8_192;
    private static final int SHOWN = 200;

    private RawRequest() {}

    /** The response; names of headers in lower case. */
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

        /** Whether it is a problem of this status with one challenge, of this scheme. */
        public boolean isChallenge(int wanted, String scheme) {
            List<String> schemes =
                    headers.stream()
                            .filter(it -> it.startsWith("www-authenticate:"))
                            .map(it -> it.split(" ")[1])
                            .toList();
            return isProblem(wanted) && schemes.equals(List.of(scheme));
        }

        /** Whether it is such a refusal with this code. */
        public boolean isProblem(int wanted, String code) {
            return isProblem(wanted) && body.contains("\"code\":\"" + code + "\"");
        }
    }

    /** The header of a token. */
    public static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    /**
     * Asks a server, accepting what browsers accept.
     *
     * @param target sent in ISO 8859-1, one byte for each character, or in UTF-8 if it has others
     * @param headers whole lines
     */
    public static Answer send(URI server, String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        for (String line : headers) {
            head.append(line).append("\r\n");
        }
        head.append("Host: ").append(server.getAuthority());
        head.append("\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\n");
        head.append("Connection: close\r\nContent-Length: 15\r\n\r\n{\"content\":\"x\"}");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            boolean bytes = ISO_8859_1.newEncoder().canEncode(head);
            socket.getOutputStream().write(head.toString().getBytes(bytes ? ISO_8859_1 : UTF_8));
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
