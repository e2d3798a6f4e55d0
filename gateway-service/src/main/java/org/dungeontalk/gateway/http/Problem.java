package org.dungeontalk.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
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
    private static final Duration SOON = Duration.ofSeconds(1);

    /** The request is not valid HTTP. */
    static final Problem MALFORMED =
            of(400, "BAD_REQUEST", "The request is not well-formed, such as a path with a lone %.");

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

    /**
     * Answers that the path allows only this method. Must be added to the path after its own route.
     */
    public static Handler<RoutingContext> takesOnly(HttpMethod method) {
        return ctx -> {
            ctx.response().putHeader("Allow", method.name());
            of(405, "METHOD_NOT_ALLOWED", "This path takes " + method + " only.").answer(ctx);
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

    /** Answers the request with this problem. Called on the request's event loop. */
    public void answer(RoutingContext ctx) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        JsonObject body =
                new JsonObject()
                        .put("type", "about:blank")
                        .put("title", ctx.response().setStatusCode(status).getStatusMessage())
                        .put("status", status)
                        .put("code", code)
                        .put("detail", detail);
        more.forEach(body::put);
        if (retryAfter != null) {
            ctx.response().putHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
        }
        ctx.response()
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toBuffer());
    }

    /**
     * The failure handler of every route. A refusal by Vert.x keeps its status (413 for a body over
     * the bound). Anything else is a bug of the gateway: it is logged and answered with 500.
     */
    public static void failed(RoutingContext ctx) {
        int status = ctx.statusCode();
        if (status == MALFORMED.status) {
            MALFORMED.answer(ctx);
        } else if (status > 400 && status < 500) {
            String reason = ctx.response().setStatusCode(status).getStatusMessage();
            String code = reason.toUpperCase(Locale.ROOT).replace(' ', '_');
            of(status, code, reason + ".").answer(ctx);
        } else {
            LOG.errorf(ctx.failure(), "%s %s failed", ctx.request().method(), ctx.normalizedPath());
            of(500, "INTERNAL", "The gateway failed; its log says why.").answer(ctx);
        }
    }
}
