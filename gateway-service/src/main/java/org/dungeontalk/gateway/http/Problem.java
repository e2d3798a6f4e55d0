package org.dungeontalk.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.Refusal;
import org.jboss.logging.Logger;

/**
 * The answer to an HTTP request that is not carried out, as in RFC 9457 ({@code
 * application/problem+json}).
 *
 * @param status the HTTP status
 * @param code for programs; the {@link ErrorCode} for refused messages
 * @param detail a sentence for a person; holds nothing of the request's text or token
 * @param retryAfter when the same request may succeed; {@code null}: never
 * @param more further fields of a refusal, if it has them: {@code until}, {@code serverTime},
 *     {@code reason}
 */
public record Problem(
        int status, String code, String detail, Duration retryAfter, Map<String, String> more) {
    private static final Logger LOG = Logger.getLogger(Problem.class);
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String NO_STORE = "no-store";
    private static final Duration SOON = Duration.ofSeconds(1);

    /** The request is not valid HTTP. */
    static final Problem MALFORMED =
            of(400, "BAD_REQUEST", "The request is not well-formed, such as a path with a lone %.");

    static final Problem NOTHING_HERE = of(404, "NOT_FOUND", "There is nothing at this path.");

    static final Problem FAILED = of(500, "INTERNAL", "The gateway failed. Its log has the cause.");

    public Problem(int status, String code, String detail, Duration retryAfter) {
        this(status, code, detail, retryAfter, Map.of());
    }

    /** A problem that the same request will always have. */
    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, null);
    }

    /** The problem for a refused message, with the HTTP status of its code. */
    public static Problem of(Refusal refusal) {
        int status =
                switch (refusal.code()) {
                    case NOT_YOUR_ID, ROOM_FORBIDDEN, ROLE_REQUIRED, MUTED -> 403;
                    case CONTENT_TOO_LONG -> 413;
                    case UNKNOWN_DESTINATION -> 404;
                    case ROOM_FULL, MESSAGE_ID_REUSED -> 409;
                    case RATE_LIMITED, TOO_MANY_IN_FLIGHT, TOO_MANY_SUBSCRIPTIONS -> 429;
                    case GATEWAY_BUSY, LOG_UNAVAILABLE, DRAINING -> 503;
                    case INVALID_JSON, INVALID_FIELD, INVALID_MESSAGE_ID, MESSAGE_ID_EXPIRED -> 400;
                };
        Duration retryAfter = refusal.code().temporary() ? SOON : null;
        return new Problem(
                status, refusal.code().name(), refusal.message(), retryAfter, more(refusal));
    }

    /** The problem for a refusal of the framework, 400 to 499, such as 413 for a long body. */
    static Problem of(int status) {
        if (status == MALFORMED.status) {
            return MALFORMED;
        }
        if (status == NOTHING_HERE.status) {
            return NOTHING_HERE;
        }
        String reason = title(status);
        return of(status, reason.toUpperCase(Locale.ROOT).replace(' ', '_'), reason + ".");
    }

    /** Passes on requests with this method, and answers others that the path allows only it. */
    public static Handler<RoutingContext> takesOnly(HttpMethod method) {
        return ctx -> {
            if (ctx.request().method().equals(method)) {
                ctx.next();
                return;
            }
            ctx.response().putHeader("Allow", method.name());
            of(405, "METHOD_NOT_ALLOWED", "This path allows only " + method + ".").answer(ctx);
        };
    }

    private static Map<String, String> more(Refusal refusal) {
        Map<String, String> more = new LinkedHashMap<>();
        put(more, "until", refusal.until());
        put(more, "serverTime", refusal.serverTime());
        put(more, "reason", refusal.reason());
        return more;
    }

    private static void put(Map<String, String> more, String name, Object value) {
        if (value != null) {
            more.put(name, value.toString());
        }
    }

    /** The answer of a resource that does not carry out its request. */
    public Response response() {
        return builder().build();
    }

    /** The answer 401, with a value for {@code WWW-Authenticate}. */
    Response challenge(String challenge) {
        return builder().header(HttpHeaders.WWW_AUTHENTICATE, challenge).build();
    }

    private Response.ResponseBuilder builder() {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .header(HttpHeaders.RETRY_AFTER, retryAfter == null ? null : retryAfter.toSeconds())
                .entity(body().encode());
    }

    /**
     * Answers a request that is not for a resource. Called on the request's event loop; does
     * nothing if the request was answered.
     */
    public void answer(RoutingContext ctx) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        if (retryAfter != null) {
            ctx.response()
                    .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
        ctx.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .end(body().toBuffer());
    }

    private JsonObject body() {
        JsonObject body =
                new JsonObject()
                        .put("type", "about:blank")
                        .put("title", title(status))
                        .put("status", status)
                        .put("code", code)
                        .put("detail", detail);
        more.forEach(body::put);
        return body;
    }

    /**
     * Answers a request that failed before a resource had it. A refusal by Vert.x keeps its status.
     * Anything else is a bug of the gateway: it is logged and answered with 500.
     */
    static void failed(RoutingContext ctx) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        int status = ctx.statusCode();
        if (status >= 400 && status < 500) {
            of(status).answer(ctx);
        } else {
            LOG.errorf(ctx.failure(), "%s %s failed", ctx.request().method(), ctx.normalizedPath());
            FAILED.answer(ctx);
        }
    }

    /** What HTTP calls the status. */
    private static String title(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Refused" : known.getReasonPhrase();
    }
}
