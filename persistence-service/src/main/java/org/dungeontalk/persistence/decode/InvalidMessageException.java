package org.dungeontalk.persistence.decode;

/** Ends the decoding of one record and carries the reason. It has no stack trace. */
final class InvalidMessageException extends RuntimeException {

    InvalidMessageException(String reason) {
        super(reason, null, false, false);
    }
}
