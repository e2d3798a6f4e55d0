package org.dungeontalk.persistence.store;

import java.text.Normalizer;

/**
 * A search text as two ILIKE patterns, composed (NFC) and decomposed (NFD): messages are stored as
 * they were sent, in either form.
 */
public record SearchText(String composed, String decomposed) {

    public static SearchText of(String text) {
        return new SearchText(
                pattern(Normalizer.normalize(text, Normalizer.Form.NFC)),
                pattern(Normalizer.normalize(text, Normalizer.Form.NFD)));
    }

    private static String pattern(String text) {
        String literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return "%" + literal + "%";
    }
}
