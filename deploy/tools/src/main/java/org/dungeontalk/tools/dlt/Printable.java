package org.dungeontalk.tools.dlt;

/** Text of unknown origin for a terminal: control characters are spelled out. */
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
