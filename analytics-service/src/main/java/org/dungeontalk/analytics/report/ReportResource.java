package org.dungeontalk.analytics.report;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.dungeontalk.analytics.activity.Granularity;
import org.dungeontalk.analytics.activity.QueryParameters;
import org.dungeontalk.analytics.activity.TimeRange;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.http.RequestGuard;
import org.dungeontalk.analytics.http.WholeNumber;
import org.dungeontalk.analytics.rollup.Timeline;
import org.dungeontalk.analytics.rollup.TimelineQuery;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/**
 * The reports of the dashboard, for all permitted callers. {@code from} and {@code to} are
 * instants, by default the last 24 hours. Refuses requests as {@link RequestGuard} does. Never
 * blocks an event loop.
 */
@Path("/api/analytics")
@SecurityScheme(securitySchemeName = "token", type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityRequirement(name = "token")
public class ReportResource {

    private static final String CSV = "text/csv";
    private static final int MOST_ALERTS = 500;
    private static final int MOST_WEEKS = 52;
    private static final int MOST_SKIPPED = 100_000;
    private static final String BY = "minute, hour or day; the span is extended to whole ones";

    private final RequestGuard guard;
    private final ReportQuery query;
    private final RankingQuery rankings;
    private final TimelineQuery timelines;
    private final Clock clock;

    ReportResource(
            RequestGuard guard,
            ReportQuery query,
            RankingQuery rankings,
            TimelineQuery timelines,
            Clock clock) {
        this.guard = guard;
        this.query = query;
        this.rankings = rankings;
        this.timelines = timelines;
        this.clock = clock;
    }

    /** Activity in windows, as JSON, or as a CSV file with {@code format=csv}. */
    @GET
    @Path("timeline")
    @Operation(summary = "Activity per minute, hour or day; of one room, one kind or all")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Timeline.class)))
    public Uni<Response> timeline(
            @QueryParam("from") Optional<String> from,
            @QueryParam("to") Optional<String> to,
            @Parameter(description = "minute, hour or day") @QueryParam("by") @DefaultValue("hour")
                    String by,
            @QueryParam("room") Optional<String> room,
            @QueryParam("kind") Optional<String> kind,
            @Parameter(description = "json or csv") @QueryParam("format") @DefaultValue("json")
                    String format,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return guard.answer(
                authorization,
                room,
                () -> {
                    boolean csv = isCsv(format);
                    Granularity granularity = Granularity.of(by);
                    TimeRange range = TimeRange.of(from, to, clock.instant(), granularity);
                    return timelines
                            .answer(QueryParameters.of(range, room, kind), granularity)
                            .map(timeline -> csv ? csv(timeline) : timeline);
                });
    }

    private static boolean isCsv(String format) {
        if (!format.equals("json") && !format.equals("csv")) {
            throw new IllegalArgumentException("format must be json or csv.");
        }
        return format.equals("csv");
    }

    private static Response csv(Timeline timeline) {
        return Response.ok(TimelineCsv.of(timeline))
                .type(CSV)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"activity-by-"
                                + timeline.by()
                                + "-from-"
                                + timeline.from().toString().replace(":", "-")
                                + ".csv\"")
                .build();
    }

    /** Alerts, newest or critical ones first. */
    @GET
    @Path("alerts")
    @Operation(summary = "A page of the alerts raised in the span, and their number")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Reports.Alerts.class)))
    public Uni<Response> alerts(
            @QueryParam("from") Optional<String> from,
            @QueryParam("to") Optional<String> to,
            @QueryParam("kind") Optional<String> kind,
            @Parameter(description = "newest or critical: which alerts come first")
                    @QueryParam("first")
                    @DefaultValue("newest")
                    String first,
            @Parameter(description = "1 to 500", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @DefaultValue("100")
                    String limit,
            @Parameter(
                            description = "Alerts to skip, up to 100,000",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("offset")
                    @DefaultValue("0")
                    String offset,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return ofRange(
                authorization,
                from,
                to,
                Granularity.HOUR.word(),
                range ->
                        query.alerts(
                                range, kind.map(ReportResource::kind), page(first, limit, offset)));
    }

    private static AlertKind kind(String word) {
        return AlertKind.of(word)
                .orElseThrow(() -> new IllegalArgumentException("kind must be a kind of alert."));
    }

    private static ReportQuery.Page page(String first, String limit, String offset) {
        if (!first.equals("newest") && !first.equals("critical")) {
            throw new IllegalArgumentException("first must be newest or critical.");
        }
        return new ReportQuery.Page(
                first.equals("critical"),
                WholeNumber.of("limit", limit, 1, MOST_ALERTS),
                WholeNumber.of("offset", offset, 0, MOST_SKIPPED));
    }

    /** The busiest rooms. */
    @GET
    @Path("rooms")
    @Operation(summary = "The busiest rooms of the span, at most 100")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Reports.Rooms.class)))
    public Uni<Response> rooms(
            @QueryParam("from") Optional<String> from,
            @QueryParam("to") Optional<String> to,
            @Parameter(description = BY) @QueryParam("by") @DefaultValue("hour") String by,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return ofRange(
                authorization, from, to, by, range -> rankings.rooms(range, Granularity.of(by)));
    }

    /** The busiest players. */
    @GET
    @Path("players")
    @Operation(summary = "The busiest players of the span, at most 100")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Reports.Players.class)))
    public Uni<Response> players(
            @QueryParam("from") Optional<String> from,
            @QueryParam("to") Optional<String> to,
            @Parameter(description = BY) @QueryParam("by") @DefaultValue("hour") String by,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return ofRange(authorization, from, to, by, rankings::players);
    }

    /** AI game rooms. */
    @GET
    @Path("answers")
    @Operation(summary = "Turns and response times of the AI in the span")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Reports.Answers.class)))
    public Uni<Response> answers(
            @QueryParam("from") Optional<String> from,
            @QueryParam("to") Optional<String> to,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return ofRange(authorization, from, to, Granularity.HOUR.word(), query::answers);
    }

    /** How long players stay. */
    @GET
    @Path("sessions")
    @Operation(summary = "Length of the stays that ended in the span")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Reports.Sessions.class)))
    public Uni<Response> sessions(
            @QueryParam("from") Optional<String> from,
            @QueryParam("to") Optional<String> to,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return ofRange(authorization, from, to, Granularity.HOUR.word(), query::sessions);
    }

    /** The hours of the week. */
    @GET
    @Path("heatmap")
    @Operation(summary = "Messages by hour of the week, UTC")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Reports.HeatMap.class)))
    public Uni<Response> heatMap(
            @Parameter(description = "1 to 52", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("weeks")
                    @DefaultValue("4")
                    String weeks,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    Optional<String> authorization) {
        return guard.answer(
                authorization,
                Optional.empty(),
                () ->
                        query.heatMap(
                                WholeNumber.of("weeks", weeks, 1, MOST_WEEKS), clock.instant()));
    }

    private Uni<Response> ofRange(
            Optional<String> authorization,
            Optional<String> from,
            Optional<String> to,
            String by,
            Function<TimeRange, Uni<?>> answer) {
        return guard.answer(
                authorization,
                Optional.empty(),
                () -> answer.apply(TimeRange.of(from, to, clock.instant(), Granularity.of(by))));
    }
}
