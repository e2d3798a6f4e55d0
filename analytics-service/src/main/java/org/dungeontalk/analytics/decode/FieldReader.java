package org.dungeontalk.analytics.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads and checks the value of one field by docs/contract: lengths in code points, no NUL, no
 * unpaired surrogate. Pure.
 */
final class FieldReader {

    private static final int SURE_DIGITS = 18;

    private FieldReader() {}

    /**
     * The parser's current value: the text, the digits of a number, or "" for a list.
     *
     * @throws DecodingException if it has another shape or can't be encoded
     */
    static String read(JsonParser parser, Field field, String name) throws IOException {
        return switch (field.shape()) {
            case TEXT -> text(parser, name);
            case NUMBER -> number(parser, name);
            case TEXTS -> {
                texts(parser, field, name);
                yield "";
            }
        };
    }

    /**
     * Checks a value.
     *
     * @param name null if the kind does not have the field
     * @param value null if the body does not have the field
     */
    static void check(Field field, String name, String value) {
        if (value == null) {
            if (name != null && !field.isOptional()) {
                throw new DecodingException(name + " is missing");
            }
        } else if (field.shape() == Field.Shape.TEXT) {
            length(field, name, value);
        } else if (field.shape() == Field.Shape.NUMBER && Long.parseLong(value) < field.least()) {
            throw new DecodingException(name + " is less than " + field.least());
        }
    }

    private static void length(Field field, String name, String value) {
        int length = value.length();
        if (length > field.longest()) {
            length = value.codePointCount(0, length);
        }
        if (length < field.least() || length > field.longest()) {
            throw new DecodingException(name + ' ' + field.fault());
        }
    }

    private static String text(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new DecodingException(name + " is not a string");
        }
        String text = parser.getText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new DecodingException(name + " contains NUL");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isSurrogatePair(c, i + 1 < text.length() ? text.charAt(i + 1) : c)) {
                    throw new DecodingException(name + " contains half a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private static String number(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getTextLength() > SURE_DIGITS
                        && parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new DecodingException(name + " is not a 64-bit integer");
        }
        return parser.getText();
    }

    private static void texts(JsonParser parser, Field field, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new DecodingException(name + " is not an array");
        }
        int size = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++size > Field.MOST_TEXTS) {
                throw new DecodingException(
                        name + " has more than " + Field.MOST_TEXTS + " entries");
            }
            length(field, name, text(parser, name));
        }
    }
}
