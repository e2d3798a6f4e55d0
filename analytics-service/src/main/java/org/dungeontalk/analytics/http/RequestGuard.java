package org.dungeontalk.analytics.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.token.Authenticator;
import org.dungeontalk.analytics.token.Caller;
import org.dungeontalk.analytics.token.Decision;
import org.dungeontalk.analytics.token.TokenRefused;
import org.dungeontalk.analytics.token.TooManyTokens;
import org.jboss.logging.Logger;

/**
 * Guards requests: 401 and 403 as {@link Authenticator} decides, 400 for a bad request, 503 past
 * the bound of concurrent requests or the time limit. Never blocks.
 */
@ApplicationScoped
public class RequestGuard {

    private static final Logger LOG = Logger.getLogger(RequestGuard.class);

    /** Interval of the checks whether a stream's token is still valid. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    /**
     * Decisions of moderators at once, beside the queries: these can't keep anybody from muting.
     */
    private static final int MOST_DECISIONS = 2;

    private final Authenticator authenticator;
    private final Duration limit;
    private final Semaphore queries;
    private final Semaphore decisions = new Semaphore(MOST_DECISIONS);
    private final Counter refused;

    RequestGuard(Authenticator authenticator, AnalyticsConfig config, MeterRegistry metrics) {
        this.authenticator = authenticator;
        this.limit = config.query().timeLimit();
        this.queries = new Semaphore(config.query().concurrent());
        this.refused =
                Counter.builder("dungeontalk.analytics.queries.refused")
                        .description(
                                "Requests refused because too many ran at once or too many tokens"
                                        + " waited")
                        .register(metrics);
    }

    /**
     * Answers permitted callers.
     *
     * @param room the requested room; empty: all rooms, for operators only
     * @param answer makes the answer; an {@link IllegalArgumentException} is a bad request
     */
    public Uni<Response> answer(
            Optional<String> authorization, Optional<String> room, Supplier<Uni<?>> answer) {
        return authenticator
                .caller(authorization)
                .chain(
                        caller ->
                                authenticator.decide(caller, room) == Decision.ADMITTED
                                        ? bounded(queries, answer)
                                        : refusal(forbidden()))
                .onFailure()
                .recoverWithItem(this::unauthenticated);
    }

    /** Does a moderator's request, in the moderator's name. */
    public Uni<Response> moderate(Optional<String> authorization, Function<Caller, Uni<?>> work) {
        return authenticator
                .moderator(authorization)
                .chain(
                        caller ->
                                caller.isModerator()
                                        ? bounded(decisions, () -> work.apply(caller))
                                        : refusal(forbidden()))
                .onFailure()
                .recoverWithItem(this::unauthenticated);
    }

    /** The refusal of a caller who may not watch; null for the others. */
    Uni<Response> streamRefusal(Optional<String> authorization) {
        return watcher(authorization)
                .<Response>map(caller -> null)
                .onFailure(WebApplicationException.class)
                .recoverWithItem(WebApplicationException::getResponse);
    }

    /**
     * A stream for an operator or moderator, until the token expires or is revoked. Use it in a
     * method that is {@link AuthenticatedStream}, because a started stream can't report a refusal.
     */
    public <T> Multi<T> watch(Optional<String> authorization, Supplier<Multi<T>> feed) {
        return watcher(authorization)
                .onItem()
                .transformToMulti(caller -> until(feed.get(), caller));
    }

    /** The caller who may watch. Fails with the refusal of others. */
    private Uni<Caller> watcher(Optional<String> authorization) {
        return authenticator
                .caller(authorization)
                .onFailure()
                .transform(failure -> new WebApplicationException(unauthenticated(failure)))
                .invoke(
                        caller -> {
                            if (authenticator.decide(caller, Optional.empty())
                                    != Decision.ADMITTED) {
                                throw new WebApplicationException(forbidden().build());
                            }
                        });
    }

    private <T> Multi<T> until(Multi<T> feed, Caller caller) {
        Multi<Boolean> over =
                Multi.createFrom()
                        .ticks()
                        .every(CHECK_INTERVAL)
                        .onOverflow()
                        .drop()
                        .map(tick -> authenticator.stillGood(caller))
                        .filter(good -> !good);
        return Multi.createBy()
                .merging()
                .streams(feed.map(Optional::of), over.map(ended -> Optional.<T>empty()))
                .select()
                .first(Optional::isPresent)
                .map(Optional::get);
    }

    private Uni<Response> bounded(Semaphore permits, Supplier<Uni<?>> answer) {
        if (!permits.tryAcquire()) {
            refused.increment();
            return refusal(unavailable());
        }
        return Uni.createFrom()
                .<Object>deferred(() -> answer.get().map(item -> item))
                .ifNoItem()
                .after(limit)
                .fail()
                .map(item -> item instanceof Response made ? made : Response.ok(item).build())
                .onFailure()
                .recoverWithItem(RequestGuard::failed)
                .onTermination()
                .invoke(permits::release);
    }

    private static Response failed(Throwable failure) {
        if (failure instanceof IllegalArgumentException) {
            return Problem.of(Response.Status.BAD_REQUEST, failure.getMessage()).response().build();
        }
        if (!(failure instanceof TimeoutException)) {
            LOG.debugf(failure, "A request could not be answered");
        }
        return unavailable().build();
    }

    private static Response.ResponseBuilder unavailable() {
        return Problem.of(
                        Response.Status.SERVICE_UNAVAILABLE,
                        "The answer is unavailable now. Try again later.")
                .response()
                .header(HttpHeaders.RETRY_AFTER, 5);
    }

    /**
     * The response to an unauthenticated caller: 401, or 503 if the token can't be verified now.
     */
    private Response unauthenticated(Throwable failure) {
        if (failure instanceof TokenRefused) {
            return Problem.of(Response.Status.UNAUTHORIZED, failure.getMessage())
                    .response()
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build();
        }
        if (failure instanceof TooManyTokens) {
            refused.increment();
        }
        return unavailable().build();
    }

    private static Response.ResponseBuilder forbidden() {
        return Problem.of(
                        Response.Status.FORBIDDEN,
                        "The token has neither the role operator nor moderator, and does not allow"
                                + " reading this room. Only a moderator may mute.")
                .response();
    }

    private static Uni<Response> refusal(Response.ResponseBuilder response) {
        return Uni.createFrom().item(response.build());
    }
}
