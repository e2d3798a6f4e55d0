package org.dungeontalk.analytics.moderator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dungeontalk.analytics.http.RequestGuard;
import org.dungeontalk.analytics.http.WholeNumber;
import org.dungeontalk.analytics.moderation.Mute;
import org.dungeontalk.analytics.moderation.MuteDecision;
import org.dungeontalk.analytics.moderation.MuteDecisionRows;
import org.dungeontalk.analytics.notice.OutboxPublisher;
import org.dungeontalk.analytics.report.ReportQuery;
import org.dungeontalk.analytics.report.Reports;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/**
 * Mutes. Operators and moderators see them, and moderators set and lift them. Every decision is
 * stored with its author. The response comes when PostgreSQL has it. Topic {@code moderation} gets
 * it at once, and gateways enforce it.
 */
@Path("/api/analytics/mutes")
@SecurityRequirement(name = "token")
public class ModeratorResource {

    private static final int LONGEST_PLAYER_ID = 80;
    private static final int LONGEST_REASON = 200;
    private static final int MOST_DECISIONS = 500;
    private static final MuteRequest NOTHING = new MuteRequest(null, null);

    private static final String AUDIT =
            """
            SELECT player_id, muted, muted_until, reason, decided_by, decided_at, alert_id
            FROM analytics.moderation_audit WHERE $1 = '' OR player_id = $1
            ORDER BY id DESC LIMIT $2\
            """;

    private final RequestGuard guard;
    private final ReportQuery query;
    private final Pool pool;
    private final OutboxPublisher outbox;
    private final Clock clock;

    ModeratorResource(
            RequestGuard guard, ReportQuery query, Pool pool, OutboxPublisher outbox, Clock clock) {
        this.guard = guard;
        this.query = query;
        this.pool = pool;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The players who are now muted. */
    @GET
    @Operation(summary = "Current mutes")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Reports.Mutes.class)))
    public Uni<Response> mutes(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return guard.answer(authorization, Optional.empty(), query::mutes);
    }

    /** The decisions, with their authors. */
    @GET
    @Path("audit")
    @Operation(summary = "Mutes and unmutes, newest first; of one player or of all")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MuteAudit.class)))
    public Uni<Response> audit(
            @QueryParam("player") Optional<String> player,
            @Parameter(description = "1 to 500", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @DefaultValue("100")
                    String limit,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return guard.answer(
                authorization,
                Optional.empty(),
                () -> {
                    player.ifPresent(ModeratorResource::checkPlayer);
                    long most = WholeNumber.of("limit", limit, 1, MOST_DECISIONS);
                    return pool.withConnection(
                                    with ->
                                            with.preparedQuery(AUDIT)
                                                    .execute(Tuple.of(player.orElse(""), most)))
                            .map(ModeratorResource::muteAudit);
                });
    }

    /** Mutes a player. */
    @PUT
    @Path("{playerId}")
    @Operation(summary = "Mutes a player; requires the role moderator")
    @RequestBody(content = @Content(schema = @Schema(implementation = MuteRequest.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Mute.class)))
    public Uni<Response> mute(
            @PathParam("playerId") String playerId,
            byte[] body,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return guard.moderate(
                authorization,
                caller ->
                        decide(decision(playerId, true, MuteRequest.of(body), caller.playerId())));
    }

    /** Lifts a player's mute. */
    @DELETE
    @Path("{playerId}")
    @Operation(summary = "Lifts a mute; requires the role moderator")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Mute.class)))
    public Uni<Response> lift(
            @PathParam("playerId") String playerId,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return guard.moderate(
                authorization,
                caller -> decide(decision(playerId, false, NOTHING, caller.playerId())));
    }

    private Uni<Mute> decide(MuteDecision decision) {
        return pool.withTransaction(with -> MuteDecisionRows.decide(with, decision))
                .invoke(outbox::wake)
                .map(
                        decided ->
                                new Mute(
                                        decision.playerId(),
                                        decision.muted(),
                                        decision.until().orElse(null),
                                        decision.reason(),
                                        decision.by(),
                                        decided.orElse(decision.at())));
    }

    private MuteDecision decision(String playerId, boolean muted, MuteRequest request, String by) {
        String reason = request.reason() == null ? "" : request.reason();
        checkPlayer(playerId);
        check(
                reason.codePointCount(0, reason.length()) <= LONGEST_REASON && isStorable(reason),
                "reason must have at most 200 characters, without NUL or half a surrogate pair.");
        Instant now = clock.instant();
        Optional<Instant> until =
                Optional.ofNullable(request.minutes())
                        .map(minutes -> now.plusSeconds(minutes * 60L));
        return new MuteDecision(playerId, muted, until, reason, by, now, Optional.empty());
    }

    private static void checkPlayer(String playerId) {
        check(
                !playerId.isBlank()
                        && playerId.codePointCount(0, playerId.length()) <= LONGEST_PLAYER_ID
                        && isStorable(playerId),
                "A player id must have 1 to 80 characters, without NUL.");
    }

    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && UTF_8.newEncoder().canEncode(text);
    }

    private static void check(boolean good, String sentence) {
        if (!good) {
            throw new IllegalArgumentException(sentence);
        }
    }

    private static MuteAudit muteAudit(Iterable<Row> rows) {
        List<MuteAudit.Audit> rulings = new ArrayList<>();
        for (Row row : rows) {
            OffsetDateTime until = row.getOffsetDateTime(2);
            rulings.add(
                    new MuteAudit.Audit(
                            row.getString(0),
                            row.getBoolean(1),
                            until == null ? null : until.toInstant(),
                            row.getString(3),
                            row.getString(4),
                            row.getOffsetDateTime(5).toInstant(),
                            row.getUUID(6)));
        }
        return new MuteAudit(rulings);
    }
}
