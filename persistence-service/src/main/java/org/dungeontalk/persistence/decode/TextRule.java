package org.dungeontalk.persistence.decode;

/**
 * The rule for a text of the contract: a length in Unicode code points, and no NUL and no half of a
 * surrogate pair, because PostgreSQL cannot store them as UTF-8.
 */
record TextRule(String field, int minimum, int maximum) {

    /**
     * @return the text itself
     * @throws InvalidMessageException if the rule is broken
     */
    String check(String text) {
        if (text.length() < minimum) {
            throw new InvalidMessageException(field + " is empty");
        }
        boolean paired = checkCharacters(text);
        if (text.length() > maximum) {
            int length = paired ? text.codePointCount(0, text.length()) : text.length();
            if (length > maximum) {
                throw new InvalidMessageException(
                        field + " has " + length + " characters, more than " + maximum);
            }
        }
        return text;
    }

    /** True if the text has surrogate pairs. */
    private boolean checkCharacters(String text) {
        boolean paired = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidMessageException(field + " contains NUL");
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new InvalidMessageException(field + " contains half a surrogate pair");
                }
                paired = true;
                i++;
            }
        }
        return paired;
    }
}
