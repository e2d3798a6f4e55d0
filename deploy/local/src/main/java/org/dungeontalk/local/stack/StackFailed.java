package org.dungeontalk.local.stack;

/**
 * Something that the user of the local stack has to know or to change; the message is a sentence
 * for them.
 */
public final class StackFailed extends RuntimeException {

    /** With the sentence that is shown. */
    public StackFailed(String message) {
        super(message);
    }

    /** With the sentence that is shown and what led to it. */
    public StackFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
