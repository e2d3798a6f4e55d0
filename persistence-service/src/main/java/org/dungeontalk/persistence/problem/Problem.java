package org.dungeontalk.persistence.problem;

import org.dungeontalk.persistence.revocation.RevocationsUnknown;
import org.dungeontalk.persistence.token.KeysUnavailable;
import org.dungeontalk.persistence.token.TokenRefused;

/**
 * The reason for which a request is refused, sent as an RFC 9457 problem. The detail is a sentence
 * for the caller, without data of the request. Immutable.
 */
public final class Problem extends RuntimeException {

    /** Media type of {@link #body()}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private final int status;
    private final String title;

    private Problem(int status, String title, String detail, Throwable cause) {
        super(detail, cause, false, false);
        this.status = status;
        this.title = title;
    }

    /**
     * @param title the status' name in HTTP
     */
    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, null);
    }

    public static Problem badRequest(String detail) {
        return new Problem(400, "Bad Request", detail, null);
    }

    public static Problem unauthorized(String detail) {
        return new Problem(401, "Unauthorized", detail, null);
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "Forbidden", detail, null);
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "Not Found", detail, null);
    }

    public static Problem unavailable(String detail, Throwable cause) {
        return new Problem(503, "Service Unavailable", detail, cause);
    }

    /**
     * Maps a failure to the problem that the caller gets: a refused token is a 401, keys or
     * revocations that are not available are a 503 with their own sentence, anything else is a 503.
     *
     * @param otherwise the detail of that last case
     */
    public static Problem of(Throwable failure, String otherwise) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof TokenRefused refused) {
            return unauthorized(refused.getMessage());
        }
        boolean told = failure instanceof KeysUnavailable || failure instanceof RevocationsUnknown;
        return unavailable(told ? failure.getMessage() : otherwise, failure);
    }

    public int status() {
        return status;
    }

    public ProblemBody body() {
        return new ProblemBody("about:blank", title, status, getMessage());
    }
}
