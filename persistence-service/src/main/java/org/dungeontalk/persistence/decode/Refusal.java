package org.dungeontalk.persistence.decode;

/** Ends the decoding of one record; carries the reason and, as it is no error of ours, no stack. */
final class Refusal extends RuntimeException {

    Refusal(String reason) {
        super(reason, null, false, false);
    }
}
