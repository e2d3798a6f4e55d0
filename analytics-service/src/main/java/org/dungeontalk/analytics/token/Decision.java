package org.dungeontalk.analytics.token;

/** The result of authorisation. */
public enum Decision {
    /** The caller may see the answer. */
    ADMITTED,
    /** The token is valid and doesn't allow this: 403. */
    FORBIDDEN
}
