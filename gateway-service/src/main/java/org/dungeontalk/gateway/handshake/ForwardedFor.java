package org.dungeontalk.gateway.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The hops in a request's proxy headers, the nearest first. Each proxy appends the address that it
 * saw. So our own proxy wrote the last address of the last header, and the client may have invented
 * everything before it. Pure.
 */
final class ForwardedFor {
    private static final int MOST_HOPS = 32;

    private ForwardedFor() {}

    /**
     * @param headers all headers {@code X-Forwarded-For}, in their order
     */
    static List<String> hops(List<String> headers) {
        List<String> hops = new ArrayList<>();
        for (int i = headers.size() - 1; i >= 0; i--) {
            String[] parts = headers.get(i).split(",", -1);
            for (int j = parts.length - 1; j >= 0 && hops.size() < MOST_HOPS; j--) {
                hops.add(address(parts[j]));
            }
        }
        return hops;
    }

    /**
     * @param headers all headers {@code Forwarded} (RFC 7239), in their order; a comma ends an
     *     element even inside quotes, so a quote left open by the client can't absorb what the
     *     proxy appended
     */
    static List<String> elements(List<String> headers) {
        List<String> hops = new ArrayList<>();
        for (int i = headers.size() - 1; i >= 0; i--) {
            String[] parts = headers.get(i).split(",", -1);
            for (int j = parts.length - 1; j >= 0 && hops.size() < MOST_HOPS; j--) {
                hops.add(address(forParameter(parts[j])));
            }
        }
        return hops;
    }

    private static String forParameter(String element) {
        for (String pair : element.split(";", -1)) {
            String trimmed = pair.strip();
            if (trimmed.toLowerCase(Locale.ROOT).startsWith("for=")) {
                return trimmed.substring(4);
            }
        }
        return "";
    }

    /** The address without quotes, brackets and port. */
    private static String address(String hop) {
        String text = hop.strip();
        if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1);
        }
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? "" : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}
