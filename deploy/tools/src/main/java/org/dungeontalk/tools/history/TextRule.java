package org.dungeontalk.tools.history;

/**
 * The contract's rule for a text of the log: a length in Unicode code points, and no NUL and no
 * half of a surrogate pair, because PostgreSQL cannot store them.
 */
record TextRule(String field, int minimum, int maximum) {

    /**
     * @return the text itself
     */
    String check(String text) throws RefusedDocument {
        if (text.indexOf('\0') >= 0) {
            throw new RefusedDocument(field + " contains NUL");
        }
        if (text.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff)) {
            throw new RefusedDocument(field + " contains half a surrogate pair");
        }
        int length = text.codePointCount(0, text.length());
        if (length < minimum) {
            throw new RefusedDocument(field + " is empty");
        }
        if (length > maximum) {
            throw new RefusedDocument(
                    "%s has %d characters, more than %d".formatted(field, length, maximum));
        }
        return text;
    }

    /** The text, or its first characters and an ellipsis if it is too long. */
    String cut(String text) {
        return text.codePointCount(0, text.length()) <= maximum
                ? text
                : text.substring(0, text.offsetByCodePoints(0, maximum - 1)) + "…";
    }
}
