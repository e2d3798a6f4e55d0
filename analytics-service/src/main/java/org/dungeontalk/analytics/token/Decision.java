package org.dungeontalk.analytics.token;

/** Whether a caller gets an answer. */
public enum Decision {
    /** The question is answered. */
    ADMITTED,
    /** A good token that doesn't allow this: 403. */
    FORBIDDEN
}
