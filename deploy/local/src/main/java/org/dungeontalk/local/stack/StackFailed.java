package org.dungeontalk.local.stack;

/**
 * A failure that the user of the local stack must know about or fix. The message is a sentence for
 * the user.
 */
public final class StackFailed extends RuntimeException {

    /**
     * @param message the sentence for the user
     * @param cause the cause, for the stack trace
     */
    public StackFailed(String message) {
        super(message);
    }

    /** With the sentence that is shown and what led to it. */
    public StackFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
