package org.dungeontalk.persistence.history;

/** Why a request is refused; becomes an RFC 9457 answer. The detail is a sentence for a person. */
final class Problem extends RuntimeException {

    private final int status;
    private final String title;

    private Problem(int status, String title, String detail, Throwable cause) {
        super(detail, cause, false, false);
        this.status = status;
        this.title = title;
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "Bad Request", detail, null);
    }

    static Problem unauthorized(String detail) {
        return new Problem(401, "Unauthorized", detail, null);
    }

    static Problem forbidden(String detail) {
        return new Problem(403, "Forbidden", detail, null);
    }

    static Problem unavailable(String detail, Throwable cause) {
        return new Problem(503, "Service Unavailable", detail, cause);
    }

    int status() {
        return status;
    }

    ProblemBody body() {
        return new ProblemBody("about:blank", title, status, getMessage());
    }
}
