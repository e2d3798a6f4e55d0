package org.dungeontalk.persistence.store;

import java.text.Normalizer;

/**
 * A text that messages are searched for, as patterns of ILIKE. Hangul and accents are spelled in
 * two ways, whole or in parts, and messages are kept as they were sent: both are looked for.
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
