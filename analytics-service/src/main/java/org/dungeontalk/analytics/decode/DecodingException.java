package org.dungeontalk.analytics.decode;

/** Ends the decoding of one record. The reason is a sentence without the record's text. */
final class DecodingException extends RuntimeException {

    DecodingException(String reason) {
        super(reason, null, false, false);
    }
}
