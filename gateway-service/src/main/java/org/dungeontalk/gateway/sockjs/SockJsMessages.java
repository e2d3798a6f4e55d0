package org.dungeontalk.gateway.sockjs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.dungeontalk.gateway.stomp.StompException;
import org.dungeontalk.gateway.text.MalformedTextException;
import org.dungeontalk.gateway.text.Utf8;

/**
 * Decodes what a SockJS client sends over a WebSocket: a JSON array of strings, or one string. Pure
 * and thread-safe; keeps no state between messages.
 */
final class SockJsMessages {
    private static final JsonFactory JSON = new JsonFactory();

    private SockJsMessages() {}

    /**
     * Passes the strings to {@code out} in order, as UTF-8. SockJS ignores an empty message.
     *
     * @throws StompException if the message is not such JSON
     * @throws MalformedTextException if the message is not UTF-8 (the parser would guess UTF-16 and
     *     UTF-32), or a string has an unpaired surrogate
     */
    static void read(byte[] message, Consumer<byte[]> out) {
        if (message.length == 0) {
            return;
        }
        if (!Utf8.isJson(message)) {
            throw new MalformedTextException();
        }
        try (JsonParser parser = JSON.createParser(message)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.VALUE_STRING) {
                out.accept(utf8(parser));
            } else if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    out.accept(utf8(parser));
                }
            } else {
                throw notSockJs();
            }
            if (parser.nextToken() != null) {
                throw notSockJs();
            }
        } catch (IOException e) {
            throw notSockJs();
        }
    }

    private static byte[] utf8(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw notSockJs();
        }
        try {
            ByteBuffer bytes =
                    StandardCharsets.UTF_8
                            .newEncoder()
                            .encode(
                                    CharBuffer.wrap(
                                            parser.getTextCharacters(),
                                            parser.getTextOffset(),
                                            parser.getTextLength()));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw new MalformedTextException();
        }
    }

    private static StompException notSockJs() {
        return new StompException("a SockJS message must be a JSON array of strings");
    }
}
