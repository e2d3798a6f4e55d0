package org.dungeontalk.persistence.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dungeontalk.persistence.admin.AdminRequests.ErasureRequest;
import org.dungeontalk.persistence.erasure.Erasures;
import org.dungeontalk.persistence.problem.Problem;
import org.dungeontalk.persistence.problem.RouteAnswers;
import org.dungeontalk.persistence.replay.Replays;
import org.dungeontalk.persistence.token.Player;
import org.dungeontalk.persistence.token.TokenVerifier;
import org.jboss.logging.Logger;

/**
 * Replays and erasures, on the management port and for tokens with the role {@code operator} only.
 * Refusals are RFC 9457 answers. Runs on event loops; blocks nothing.
 */
@ApplicationScoped
class AdminRoutes {

    private static final Logger LOG = Logger.getLogger(AdminRoutes.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int NO_SUCH_METHOD = 405;

    private final TokenVerifier tokens;
    private final Replays replays;
    private final Erasures erasures;
    private final ObjectMapper json;

    AdminRoutes(TokenVerifier tokens, Replays replays, Erasures erasures, ObjectMapper json) {
        this.tokens = tokens;
        this.replays = replays;
        this.erasures = erasures;
        this.json = json;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.route("/admin/*")
                .handler(RouteAnswers::checkTarget)
                .failureHandler(RouteAnswers::failed);
        router.post("/admin/*").handler(BodyHandler.create(false));
        router.post("/admin/replay").handler(it -> answer(it, ACCEPTED, who -> replay(it, who)));
        router.get("/admin/replay").handler(it -> answer(it, OK, who -> found(replays.find(null))));
        router.get("/admin/replay/:id")
                .handler(
                        it ->
                                answer(
                                        it,
                                        OK,
                                        who ->
                                                found(
                                                        replays.find(
                                                                AdminRequests.replayId(
                                                                        it.pathParam("id"))))));
        router.post("/admin/erasure").handler(it -> answer(it, ACCEPTED, who -> erase(it, who)));
        router.get("/admin/erasure/:pseudonym")
                .handler(
                        it ->
                                answer(
                                        it,
                                        OK,
                                        who ->
                                                found(
                                                        erasures.find(
                                                                AdminRequests.pseudonym(
                                                                        it.pathParam(
                                                                                "pseudonym"))))));
        refuseOtherMethods(router, "/admin/replay", "GET, POST");
        refuseOtherMethods(router, "/admin/replay/:id", "GET");
        refuseOtherMethods(router, "/admin/erasure", "POST");
        refuseOtherMethods(router, "/admin/erasure/:pseudonym", "GET");
        router.route("/admin/*").handler(it -> RouteAnswers.end(it, NOT_FOUND));
    }

    private static void refuseOtherMethods(Router router, String path, String allowed) {
        router.route(path)
                .handler(
                        it -> {
                            it.response().putHeader(HttpHeaders.ALLOW, allowed);
                            RouteAnswers.end(it, NO_SUCH_METHOD);
                        });
    }

    private Uni<?> replay(RoutingContext request, Player operator) {
        JsonNode body = AdminRequests.object(text(request), Set.of("from"));
        return replays.request(
                        AdminRequests.replayFrom(body), body.path("from").toString(), operator.id())
                .invoke(
                        it ->
                                LOG.infof(
                                        "Replay %s of %d records requested",
                                        it.id(), it.records()));
    }

    private Uni<?> erase(RoutingContext request, Player operator) {
        JsonNode body = AdminRequests.object(text(request), Set.of("playerId", "mode"));
        ErasureRequest asked = AdminRequests.erasure(body);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return erasures.request(asked.playerId(), asked.mode(), now, operator.id())
                .invoke(it -> LOG.infof("Erasure requested: %s, as %s", it.mode(), it.pseudonym()));
    }

    private static String text(RoutingContext request) {
        Buffer body = request.body().buffer();
        return body == null ? null : AdminRequests.text(body.getBytes());
    }

    private static Uni<?> found(Uni<? extends Optional<?>> searched) {
        return searched.map(
                it ->
                        it.orElseThrow(
                                () -> Problem.notFound("There is no such replay or erasure.")));
    }

    private void answer(RoutingContext request, int status, Function<Player, Uni<?>> operation) {
        tokens.bearer(request.request().headers().getAll(HttpHeaders.AUTHORIZATION))
                .invoke(AdminRoutes::requireOperator)
                .chain(operation::apply)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .subscribe()
                .with(
                        item -> end(request, status, "application/json", item),
                        failure -> {
                            Problem problem =
                                    Problem.of(
                                            failure,
                                            "Kafka or PostgreSQL is unavailable. Try again later.");
                            if (problem.status() == UNAUTHORIZED) {
                                request.response()
                                        .putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
                            }
                            end(request, problem.status(), Problem.MEDIA_TYPE, problem.body());
                        });
    }

    private static void requireOperator(Player player) {
        if (!player.roles().contains("operator")) {
            throw Problem.forbidden("This requires the role operator.");
        }
    }

    private void end(RoutingContext request, int status, String type, Object body) {
        try {
            request.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .end(json.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            request.fail(impossible);
        }
    }
}
