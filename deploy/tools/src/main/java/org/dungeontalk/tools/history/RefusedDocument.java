package org.dungeontalk.tools.history;

/** A document that is no message of the contract. The message is the reason, for the operator. */
final class RefusedDocument extends Exception {

    RefusedDocument(String reason) {
        super(reason);
    }
}
