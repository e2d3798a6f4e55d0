package org.dungeontalk.tools.dlt;

/** Escapes control characters, so that text of unknown origin can be printed on a terminal. */
final class Printable {

    private Printable() {}

    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                                printable.append("\\u%04x".formatted(c));
                            } else {
                                printable.appendCodePoint(c);
                            }
                        });
        return printable.toString();
    }
}
