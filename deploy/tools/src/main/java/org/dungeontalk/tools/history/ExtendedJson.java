package org.dungeontalk.tools.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;

/** Values of MongoDB's Extended JSON v2, relaxed and canonical. */
final class ExtendedJson {

    private ExtendedJson() {}

    /** A text, or an ObjectId as its 24 digits. */
    static String text(String field, JsonNode value) throws RefusedDocument {
        JsonNode text = value.path("$oid").isTextual() ? value.get("$oid") : value;
        if (!text.isTextual()) {
            throw new RefusedDocument(field + " is not a text");
        }
        return text.textValue();
    }

    /** A whole number; MongoDB's shell writes those as 1.0. */
    static long number(String field, JsonNode value) throws RefusedDocument {
        JsonNode number = value;
        for (String type : new String[] {"$numberInt", "$numberLong", "$numberDouble"}) {
            number = value.path(type).isTextual() ? value.get(type) : number;
        }
        try {
            if (number.isNumber() || number != value) {
                return new BigDecimal(number.asText()).longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException notWhole) {
            throw new RefusedDocument(field + " is not a whole number of 64 bits");
        }
        throw new RefusedDocument(field + " is not a number");
    }

    /** A date, or a text that says its offset from UTC. */
    static Instant instant(String field, JsonNode value) throws RefusedDocument {
        JsonNode date = value.has("$date") ? value.get("$date") : value;
        try {
            if (date.isTextual()) {
                return Instant.parse(date.textValue());
            }
            if (value.has("$date")) {
                return Instant.ofEpochMilli(number(field, date));
            }
        } catch (DateTimeException notAnInstant) {
            throw new RefusedDocument(field + " is not a time with an offset from UTC");
        }
        throw new RefusedDocument(field + " is not a date");
    }
}
