package org.dungeontalk.persistence.store;

import java.util.List;

/** The text form of a PostgreSQL array of texts. Texts may hold any characters. */
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
