package org.dungeontalk.gateway.message;

import org.dungeontalk.gateway.stomp.MalformedTextException;
import org.dungeontalk.gateway.stomp.Utf8;

/** What a body of JSON has to be before it is parsed. */
public final class JsonBody {

    private JsonBody() {}

    /**
     * Whether it is UTF-8, as RFC 8259 wants it: the parser would guess UTF-16 and UTF-32. JSON
     * begins with an ASCII character, of which these two make a NUL; their marks of byte order are
     * no UTF-8.
     */
    public static boolean isUtf8(byte[] body) {
        if (body.length > 1 && (body[0] == 0 || body[1] == 0)) {
            return false;
        }
        try {
            Utf8.check(body);
            return true;
        } catch (MalformedTextException e) {
            return false;
        }
    }
}
