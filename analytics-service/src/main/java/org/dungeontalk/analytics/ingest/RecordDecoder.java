package org.dungeontalk.analytics.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.dungeontalk.analytics.ingest.Decoded.Poison;
import org.dungeontalk.analytics.ingest.Decoded.Readable;
import org.dungeontalk.analytics.message.EventTime;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.message.Type;

/**
 * Reads of a record what is counted: header {@code kind}, key, and of the body the room, id,
 * sender, type, time and, without judging them, text, receiver and the AI's time. Bodies as the
 * gateway writes them take a short way, {@link BodyScanner}; what they say is the same.
 *
 * <p>Never throws: whatever the bytes are, the result says it. Thread-safe.
 */
public final class RecordDecoder {

    private static final int LONGEST_ROOM_ID = 120;
    private static final int LONGEST_PLAYER_ID = 80;
    private static final int UUID_LENGTH = 36;

    private final JsonFactory json = new JsonFactory();
    private final BodyScanner scanner = new BodyScanner();

    /** Decodes a record; each of the parts may be null. */
    public Decoded decode(byte[] kind, byte[] key, byte[] value) {
        try {
            if (kind == null) {
                return new Poison("The header kind is missing");
            }
            Kind known =
                    Kind.of(kind).orElseThrow(() -> new Unusable("The header kind is unknown"));
            if (key == null || key.length == 0) {
                return new Poison("The key is missing");
            }
            if (value == null || value.length == 0) {
                return new Poison("The value is missing");
            }
            String[] found = scanner.scan(known, value);
            return new Readable(message(known, key, found == null ? parse(known, value) : found));
        } catch (Unusable e) {
            return new Poison(e.getMessage());
        } catch (IOException e) {
            return new Poison("The value is not readable as a JSON object");
        }
    }

    /** The texts of the fields by their ordinal, whatever shape the body has. */
    String[] parse(Kind kind, byte[] value) throws IOException {
        String[] found = new String[Field.COUNT];
        try (JsonParser parser = json.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unusable("The value is not a JSON object");
            }
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                Field field = Field.of(kind, name);
                JsonToken token = parser.nextToken();
                if (field == null || field.isOptional() && !token.isScalarValue()) {
                    parser.skipChildren();
                } else if (field.isOptional()) {
                    found[field.ordinal()] = token == JsonToken.VALUE_NULL ? "" : parser.getText();
                } else if (token != JsonToken.VALUE_STRING) {
                    throw new Unusable(field.name(kind) + " is not text");
                } else if (found[field.ordinal()] != null) {
                    throw new Unusable(field.name(kind) + " is there twice");
                } else {
                    found[field.ordinal()] = parser.getText();
                }
            }
            if (parser.nextToken() != null) {
                throw new Unusable("The value goes on after the JSON object");
            }
        }
        return found;
    }

    private static GameMessage message(Kind kind, byte[] key, String[] found) {
        String roomId = text(kind, Field.ROOM, found, LONGEST_ROOM_ID);
        if (!isKey(key, roomId)) {
            throw new Unusable("The key is not the " + Field.ROOM.name(kind));
        }
        Type type =
                Field.type(kind, present(kind, Field.TYPE, found))
                        .orElseThrow(() -> new Unusable(Field.TYPE.name(kind) + " is unknown"));
        return new GameMessage(
                kind,
                type,
                roomId,
                uuid(kind, found),
                text(kind, Field.SENDER, found, LONGEST_PLAYER_ID),
                orEmpty(found, Field.CONTENT),
                !orEmpty(found, Field.RECEIVER).isEmpty(),
                millis(orEmpty(found, Field.AI_RESPONSE_TIME)),
                createdAt(kind, found));
    }

    private static boolean isKey(byte[] key, String roomId) {
        return Words.isSame(roomId, key, 0, key.length)
                || Arrays.equals(key, roomId.getBytes(StandardCharsets.UTF_8));
    }

    private static String orEmpty(String[] found, Field field) {
        String text = found[field.ordinal()];
        return text == null ? "" : text;
    }

    private static String present(Kind kind, Field field, String[] found) {
        String text = found[field.ordinal()];
        if (text == null) {
            throw new Unusable(field.name(kind) + " is missing");
        }
        return text;
    }

    private static String text(Kind kind, Field field, String[] found, int longest) {
        String text = present(kind, field, found);
        if (text.isEmpty()
                || text.length() > longest && text.codePointCount(0, text.length()) > longest) {
            throw new Unusable(field.name(kind) + " is not 1 to " + longest + " characters long");
        }
        if (text.indexOf('\0') >= 0) {
            throw new Unusable(field.name(kind) + " contains U+0000");
        }
        return text;
    }

    private static UUID uuid(Kind kind, String[] found) {
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

    private static long createdAt(Kind kind, String[] found) {
        return EventTime.millis(present(kind, Field.CREATED_AT, found))
                .orElseThrow(() -> new Unusable("createdAt is not an instant"));
    }

    /** A time of up to ten days; anything else is taken for nothing said. */
    private static long millis(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 9;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits ? Long.parseLong(text) : -1;
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
