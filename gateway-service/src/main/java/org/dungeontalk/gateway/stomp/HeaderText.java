package org.dungeontalk.gateway.stomp;

/**
 * Escapes and unescapes header names and values as STOMP 1.1 and 1.2 do: {@code \n}, {@code \r},
 * {@code \c}, {@code \\}.
 */
public final class HeaderText {

    private HeaderText() {}

    /** Escapes a text for a header. */
    public static String escape(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            String escaped = escaped(text.charAt(i));
            if (escaped != null && out == null) {
                out = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (out != null) {
                if (escaped == null) {
                    out.append(text.charAt(i));
                } else {
                    out.append(escaped);
                }
            }
        }
        return out == null ? text : out.toString();
    }

    /**
     * Unescapes a text of a header.
     *
     * @throws StompException if an escape is undefined
     */
    public static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            i++;
            out.append(unescaped(i < text.length() ? text.charAt(i) : ' '));
        }
        return out.toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case ':' -> "\\c";
            case '\\' -> "\\\\";
            default -> null;
        };
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'c' -> ':';
            case '\\' -> '\\';
            default -> throw new StompException("undefined escape in a header");
        };
    }
}
