package org.dungeontalk.gateway.text;

/** Bytes that have to be UTF-8 aren't; the connection is closed with 1007. */
public final class MalformedTextException extends RuntimeException {

    public MalformedTextException() {
        super("text is not UTF-8", null, false, false);
    }
}
