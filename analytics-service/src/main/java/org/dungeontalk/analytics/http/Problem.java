package org.dungeontalk.analytics.http;

import jakarta.ws.rs.core.Response;

/**
 * A refused request, as RFC 9457 writes it. Sent as {@code application/problem+json}.
 *
 * @param type {@code about:blank}: the title says what the status says
 * @param detail a sentence for the caller, without data of the request
 */
public record Problem(String type, String title, int status, String detail) {

    /** Its media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem of this status. */
    public static Problem of(Response.StatusType status, String detail) {
        return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail);
    }

    /** The response that carries it. */
    public Response.ResponseBuilder response() {
        return in(Response.status(status));
    }

    /** The same with the headers of a response that has no body. */
    Response.ResponseBuilder response(Response bare) {
        return in(Response.fromResponse(bare));
    }

    private Response.ResponseBuilder in(Response.ResponseBuilder response) {
        return response.type(MEDIA_TYPE).entity(this);
    }
}
