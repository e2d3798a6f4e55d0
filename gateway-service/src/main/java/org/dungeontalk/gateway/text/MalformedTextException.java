package org.dungeontalk.gateway.text;

/** The bytes are not UTF-8, as they must be; the connection is closed with 1007. */
public final class MalformedTextException extends RuntimeException {

    public MalformedTextException() {
        super("text is not UTF-8", null, false, false);
    }
}
