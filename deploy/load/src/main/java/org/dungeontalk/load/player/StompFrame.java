package org.dungeontalk.load.player;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One STOMP 1.2 frame.
 *
 * @param command {@code CONNECT}, {@code SEND}, {@code MESSAGE} …
 * @param headers unescaped; of a repeated header the first counts
 * @param body the body as text; may be empty
 */
public record StompFrame(String command, Map<String, String> headers, String body) {

    /** A frame with these headers, given as name, value, name, value. */
    public static StompFrame of(String command, String body, String... headers) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        return new StompFrame(command, named, body);
    }

    /** A CONNECT with the token of a player, without heart-beats. */
    public static StompFrame connect(String host, String token) {
        return of(
                "CONNECT",
                "",
                "accept-version",
                "1.2",
                "host",
                host,
                "heart-beat",
                "0,0",
                "Authorization",
                "Bearer " + token);
    }

    /** The value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The encoded frame with the closing NUL. Frames with a body have a content length. */
    public String encoded() {
        boolean plain = command.equals("CONNECT");
        StringBuilder text = new StringBuilder(128 + body.length()).append(command).append('\n');
        headers.forEach(
                (name, value) ->
                        text.append(plain ? name : escaped(name))
                                .append(':')
                                .append(plain ? value : escaped(value))
                                .append('\n'));
        if (!body.isEmpty()) {
            text.append("content-length:")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append('\n');
        }
        return text.append('\n').append(body).append('\0').toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace(":", "\\c");
    }
}
