package org.dungeontalk.analytics.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.dungeontalk.analytics.decode.Decoded.Poison;
import org.dungeontalk.analytics.decode.Decoded.Readable;
import org.dungeontalk.analytics.message.EventTime;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.message.Type;

/**
 * Decodes the parts of a record that are counted: header {@code kind}, the key, and from the body
 * the room, id, sender, type, time, text, receiver and the AI's time. It checks every field of the
 * contract as persistence-service does, so both accept the same records.
 *
 * <p>Never throws: the result reports faults in the bytes. Thread-safe.
 */
public final class RecordDecoder {

    private static final int UUID_LENGTH = 36;

    private final JsonFactory json =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    /**
     * Decodes a record. Each of its parts may be null.
     *
     * @param recordTime the record's own time, in milliseconds since 1970
     */
    public Decoded decode(byte[] kind, byte[] key, byte[] value, long recordTime) {
        try {
            if (kind == null) {
                return new Poison("the header kind is missing");
            }
            Kind known =
                    Kind.of(kind)
                            .orElseThrow(
                                    () ->
                                            new DecodingException(
                                                    "the header kind is neither chat nor aichat"));
            if (key == null || key.length == 0) {
                return new Poison("the record has no key");
            }
            if (value == null || value.length == 0) {
                return new Poison("the record has no value");
            }
            return new Readable(message(known, key, parse(known, value), recordTime));
        } catch (DecodingException e) {
            return new Poison(e.getMessage());
        } catch (IOException e) {
            return new Poison("the body is not JSON");
        } catch (RuntimeException e) {
            return new Poison("the body can't be read: " + e.getClass().getName());
        }
    }

    /** The texts of the fields by ordinal, for any shape of the body. */
    private String[] parse(Kind kind, byte[] value) throws IOException {
        String[] found = new String[Field.COUNT];
        try (JsonParser parser = json.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new DecodingException("the body is not a JSON object");
            }
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                Field field = Field.of(kind, name);
                parser.nextToken();
                if (field == null) {
                    parser.skipChildren();
                } else {
                    found[field.ordinal()] = FieldReader.read(parser, field, field.name(kind));
                }
            }
            if (parser.nextToken() != null) {
                throw new DecodingException("the body goes on after the JSON object");
            }
        }
        return found;
    }

    private static GameMessage message(Kind kind, byte[] key, String[] found, long recordTime) {
        for (Field field : Field.ALL) {
            FieldReader.check(field, field.name(kind), found[field.ordinal()]);
        }
        String roomId = found[Field.ROOM.ordinal()];
        if (!isKey(key, roomId)) {
            throw new DecodingException("the key is not the room id of the body");
        }
        Type type =
                Field.type(kind, found[Field.TYPE.ordinal()])
                        .orElseThrow(
                                () ->
                                        new DecodingException(
                                                Field.TYPE.name(kind)
                                                        + " is not a value of the contract"));
        return new GameMessage(
                kind,
                type,
                roomId,
                uuid(found[Field.MESSAGE_ID.ordinal()]),
                found[Field.SENDER.ordinal()],
                found[Field.CONTENT.ordinal()],
                found[Field.RECEIVER.ordinal()] != null,
                millis(found[Field.AI_RESPONSE_TIME.ordinal()]),
                createdAt(found[Field.CREATED_AT.ordinal()], recordTime));
    }

    private static boolean isKey(byte[] key, String roomId) {
        return Arrays.equals(key, roomId.getBytes(StandardCharsets.UTF_8));
    }

    private static UUID uuid(String text) {
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : Character.digit(c, 16) < 0 || c >= 128) {
                throw new DecodingException("messageId is not a UUID");
            }
        }
        return UUID.fromString(text);
    }

    private static long createdAt(String text, long recordTime) {
        long at =
                EventTime.millis(text)
                        .orElseThrow(() -> new DecodingException("createdAt is not an instant"));
        if (EventTime.isTooEarly(at)) {
            throw new DecodingException("createdAt is before the year 2000");
        }
        if (EventTime.isTooLate(at, recordTime)) {
            throw new DecodingException("createdAt is more than a day after the record's time");
        }
        return at;
    }

    /** A duration of up to ten days. A longer one counts as absent. */
    private static long millis(String number) {
        return number == null || number.length() > 9 ? -1 : Long.parseLong(number);
    }
}
