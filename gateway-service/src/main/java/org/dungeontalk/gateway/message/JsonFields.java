package org.dungeontalk.gateway.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.gateway.text.Characters;
import org.dungeontalk.gateway.text.Utf8;

/**
 * Reads the fields of a client's JSON strictly: no duplicate keys, no trailing text, no nesting
 * deeper than 16.
 *
 * <p>An absent field, {@code null} and an empty text are the same; an empty id is refused.
 */
final class JsonFields {
    private static final ObjectReader READER =
            JsonMapper.builder(
                            com.fasterxml.jackson.core.JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(16)
                                                    .maxNumberLength(20)
                                                    .build())
                                    .build())
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .reader();

    private final JsonNode root;

    private JsonFields(JsonNode root) {
        this.root = root;
    }

    /** Parses the body; {@link ErrorCode#INVALID_JSON} if it is not a JSON object in UTF-8. */
    static JsonFields read(byte[] body) {
        if (!Utf8.isJson(body)) {
            throw new RefusedException(ErrorCode.INVALID_JSON, "The body is not UTF-8.");
        }
        try {
            JsonNode root = READER.readTree(body);
            if (root == null || !root.isObject()) {
                throw new RefusedException(
                        ErrorCode.INVALID_JSON, "The body is not a JSON object.");
            }
            return new JsonFields(root);
        } catch (IOException e) {
            throw new RefusedException(ErrorCode.INVALID_JSON, "The body is not valid JSON.");
        }
    }

    /** The text, or {@code null} if absent or empty. */
    String text(String name, int maxLength) {
        JsonNode node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw invalid(name + " must be a string.");
        }
        String value = node.textValue();
        if (Characters.count(value) > maxLength) {
            throw invalid(name + " is longer than " + maxLength + " characters.");
        }
        return value.isEmpty() ? null : checked(name, value);
    }

    /** An optional id; {@code null} if absent, refused if empty. */
    String id(String name, int maxLength) {
        JsonNode node = present(name);
        if (node != null && node.isTextual() && node.textValue().isEmpty()) {
            throw invalid(name + " is empty; leave it out instead.");
        }
        return text(name, maxLength);
    }

    /** The message's text; empty if absent. */
    String content(int maxLength) {
        JsonNode node = present("content");
        if (node == null) {
            return "";
        }
        if (!node.isTextual()) {
            throw invalid("content must be a string.");
        }
        String value = node.textValue();
        int length = Characters.count(value);
        if (length > maxLength) {
            throw new RefusedException(
                    ErrorCode.CONTENT_TOO_LONG,
                    "The text has " + length + " characters; " + maxLength + " is the maximum.");
        }
        return checked("content", value);
    }

    /** The whole number, or {@code null} if absent. */
    Long number(String name, long least) {
        JsonNode node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < least) {
            throw invalid(name + " must be a whole number, at least " + least + ".");
        }
        return node.longValue();
    }

    /** The list of texts, or {@code null} if absent. */
    List<String> texts(String name, int maxItems, int maxLength) {
        JsonNode node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isArray() || node.size() > maxItems) {
            throw invalid(name + " must be a list of at most " + maxItems + " texts.");
        }
        List<String> values = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            if (!item.isTextual() || Characters.count(item.textValue()) > maxLength) {
                throw invalid(name + " must hold texts of at most " + maxLength + " characters.");
            }
            values.add(checked(name, item.textValue()));
        }
        return values;
    }

    static RefusedException invalid(String message) {
        return new RefusedException(ErrorCode.INVALID_FIELD, message);
    }

    private JsonNode present(String name) {
        JsonNode node = root.get(name);
        return node == null || node.isNull() ? null : node;
    }

    /** Refuses NUL and unpaired surrogates, which no database and no client accepts. */
    private static String checked(String name, String value) {
        if (value.indexOf(0) >= 0) {
            throw invalid(name + " contains NUL.");
        }
        if (!Characters.isUnicode(value)) {
            throw invalid(name + " contains half of a surrogate pair.");
        }
        return value;
    }
}
