package org.dungeontalk.persistence.store;

import java.util.List;

/** PostgreSQL's text form of an array of texts; whatever a text holds, it comes back the same. */
final class ArrayLiteral {

    private ArrayLiteral() {}

    static String of(List<String> texts) {
        StringBuilder literal = new StringBuilder("{");
        for (String text : texts) {
            literal.append(literal.length() == 1 ? "\"" : ",\"");
            literal.append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return literal.append('}').toString();
    }
}
