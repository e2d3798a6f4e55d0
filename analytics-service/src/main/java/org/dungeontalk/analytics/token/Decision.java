package org.dungeontalk.analytics.token;

/** Whether a caller gets an answer. */
public enum Decision {
    /** The question is answered. */
    ADMITTED,
    /** No token, or none that can be believed: 401. */
    UNKNOWN,
    /** A good token that doesn't allow this: 403. */
    FORBIDDEN
}
