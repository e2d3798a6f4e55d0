package org.dungeontalk.analytics.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dungeontalk.analytics.activity.GameMessage;
import org.dungeontalk.analytics.activity.Kind;
import org.dungeontalk.analytics.ingest.Decoded.Poison;
import org.dungeontalk.analytics.ingest.Decoded.Readable;

/**
 * Reads of a record what is counted: header {@code kind}, key, and of the body the room, id,
 * sender, type and time. The text is passed over, so what is wrong with it does not matter here.
 *
 * <p>Never throws: whatever the bytes are, the result says it. Thread-safe, keeps nothing.
 */
public final class RecordDecoder {

    private static final int LONGEST_ROOM_ID = 120;
    private static final int LONGEST_PLAYER_ID = 80;
    private static final int UUID_LENGTH = 36;

    /** Where the fraction or zone of an RFC 3339 instant begins: a year has four digits. */
    private static final int SECONDS_END = 19;

    private final JsonFactory json = new JsonFactory();

    /** Decodes a record; each of the parts may be null. */
    public Decoded decode(byte[] kind, byte[] key, byte[] value) {
        try {
            if (kind == null) {
                return new Poison("The header kind is missing");
            }
            Kind known =
                    Kind.of(new String(kind, StandardCharsets.UTF_8))
                            .orElseThrow(() -> new Unusable("The header kind is unknown"));
            if (key == null || key.length == 0) {
                return new Poison("The key is missing");
            }
            if (value == null || value.length == 0) {
                return new Poison("The value is missing");
            }
            return new Readable(message(known, key, read(known, value)));
        } catch (Unusable e) {
            return new Poison(e.getMessage());
        } catch (IOException e) {
            return new Poison("The value is not readable as a JSON object");
        }
    }

    private Map<Field, String> read(Kind kind, byte[] value) throws IOException {
        Map<Field, String> found = new EnumMap<>(Field.class);
        try (JsonParser parser = json.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unusable("The value is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Optional<Field> field = Field.of(kind, parser.currentName());
                JsonToken token = parser.nextToken();
                if (field.isEmpty()) {
                    parser.skipChildren();
                } else if (token != JsonToken.VALUE_STRING) {
                    throw new Unusable(field.get().name(kind) + " is not text");
                } else if (found.put(field.get(), parser.getText()) != null) {
                    throw new Unusable(field.get().name(kind) + " is there twice");
                }
            }
            if (parser.nextToken() != null) {
                throw new Unusable("The value goes on after the JSON object");
            }
        }
        return found;
    }

    private static GameMessage message(Kind kind, byte[] key, Map<Field, String> found) {
        String roomId = text(kind, Field.ROOM, found, LONGEST_ROOM_ID);
        if (!Arrays.equals(key, roomId.getBytes(StandardCharsets.UTF_8))) {
            throw new Unusable("The key is not the " + Field.ROOM.name(kind));
        }
        if (!Field.types(kind).contains(present(kind, Field.TYPE, found))) {
            throw new Unusable(Field.TYPE.name(kind) + " is unknown");
        }
        return new GameMessage(
                kind,
                roomId,
                uuid(kind, found),
                text(kind, Field.SENDER, found, LONGEST_PLAYER_ID),
                instant(kind, found));
    }

    private static String present(Kind kind, Field field, Map<Field, String> found) {
        String text = found.get(field);
        if (text == null) {
            throw new Unusable(field.name(kind) + " is missing");
        }
        return text;
    }

    private static String text(Kind kind, Field field, Map<Field, String> found, int longest) {
        String text = present(kind, field, found);
        if (text.isEmpty() || text.codePointCount(0, text.length()) > longest) {
            throw new Unusable(field.name(kind) + " is not 1 to " + longest + " characters long");
        }
        if (text.indexOf('\0') >= 0) {
            throw new Unusable(field.name(kind) + " contains U+0000");
        }
        return text;
    }

    private static UUID uuid(Kind kind, Map<Field, String> found) {
        String text = present(kind, Field.MESSAGE_ID, found);
        try {
            if (text.length() == UUID_LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw new Unusable("messageId is not a UUID", e);
        }
        throw new Unusable("messageId is not a UUID");
    }

    private static Instant instant(Kind kind, Map<Field, String> found) {
        String text = present(kind, Field.CREATED_AT, found);
        try {
            if (text.endsWith("Z")
                    && text.length() > SECONDS_END
                    && Character.isDigit(text.charAt(0))) {
                return Instant.parse(text);
            }
        } catch (DateTimeParseException e) {
            throw new Unusable("createdAt is not an instant", e);
        }
        throw new Unusable("createdAt is not an instant");
    }

    /** Ends the decoding of one record; caught in {@link #decode}. */
    private static final class Unusable extends RuntimeException {
        Unusable(String reason) {
            this(reason, null);
        }

        Unusable(String reason, Throwable cause) {
            super(reason, cause, false, false);
        }
    }
}
