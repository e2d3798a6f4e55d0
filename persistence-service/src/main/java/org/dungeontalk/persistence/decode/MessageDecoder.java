package org.dungeontalk.persistence.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.dungeontalk.persistence.log.LoggedMessage;
import org.dungeontalk.persistence.log.MessageKind;

/**
 * Decodes one record of the log. Strict about the fields of the contract's schemas; ignores unknown
 * fields.
 *
 * <p>Thread-safe. Never throws: the result is a {@link Decoded} whatever the bytes are. Reads the
 * bytes once, without a tree.
 */
public final class MessageDecoder {

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    /**
     * @param kind header {@code kind}, null if the record has none
     * @param key the record's key, may be null
     * @param value the record's value, null for a tombstone
     * @param recordTime the record's own time, in milliseconds since 1970
     */
    public Decoded decode(byte[] kind, byte[] key, byte[] value, long recordTime) {
        try {
            LoggedMessage message = read(kind(kind), key, value);
            MessageTime.check(message.createdAt(), recordTime);
            return new Decoded.Valid(message);
        } catch (InvalidMessageException refusal) {
            return new Decoded.Poison(refusal.getMessage());
        } catch (RuntimeException unforeseen) {
            return new Decoded.Poison("the body can't be read: " + unforeseen.getClass().getName());
        }
    }

    private static MessageKind kind(byte[] header) {
        if (header == null) {
            throw new InvalidMessageException("the header kind is missing");
        }
        return MessageKind.of(new String(header, StandardCharsets.UTF_8))
                .orElseThrow(
                        () ->
                                new InvalidMessageException(
                                        "the header kind is neither chat nor aichat"));
    }

    private static LoggedMessage read(MessageKind kind, byte[] key, byte[] value) {
        if (value == null) {
            throw new InvalidMessageException("the record is a tombstone");
        }
        if (key == null) {
            throw new InvalidMessageException("the record has no key");
        }
        LoggedMessage message = readObject(kind, value);
        if (!Arrays.equals(key, message.roomId().getBytes(StandardCharsets.UTF_8))) {
            throw new InvalidMessageException("the key is not the room id of the body");
        }
        return message;
    }

    private static LoggedMessage readObject(MessageKind kind, byte[] value) {
        try (JsonParser json = JSON.createParser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidMessageException("the body is not a JSON object");
            }
            MessageFields fields = new MessageFields(kind);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                fields.read(name, json);
            }
            if (json.nextToken() != null) {
                throw new InvalidMessageException("the body goes on after the JSON object");
            }
            return fields.message();
        } catch (IOException notJson) {
            throw new InvalidMessageException(
                    "the body is not JSON: " + notJson.getClass().getSimpleName());
        }
    }
}
