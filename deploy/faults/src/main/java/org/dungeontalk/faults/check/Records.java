package org.dungeontalk.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.SignedToken;

/** The stored and counted messages of a stack. */
public final class Records {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STORED =
            "SELECT room_id, message_id FROM persistence.message ORDER BY room_id, log_epoch,"
                    + " log_offset";

    /** Some clocks of a run are wrong. */
    private static final Duration AROUND = Duration.ofHours(6);

    /** Rows that the driver holds in memory. Without auto-commit only. */
    private static final int ROWS_AT_ONCE = 10_000;

    private final StackFile stack;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param secret the stack's secret, to sign the token of the queries
     */
    public Records(StackFile stack, String secret) {
        this(stack, new SignedToken(secret));
    }

    /**
     * @param signer signs the token of the queries
     */
    public Records(StackFile stack, SignedToken signer) {
        this.stack = stack;
        this.token =
                signer.of(
                        new SignedToken.Player(
                                "observer", "observer", List.of(), List.of("operator")),
                        Instant.now(),
                        Duration.ofHours(1));
    }

    /**
     * Adds to the history what a region has stored, and what it counts. To be called once.
     *
     * @param region its name in the history
     */
    public void addTo(History history, String region)
            throws SQLException, IOException, InterruptedException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(STORED)) {
                while (rows.next()) {
                    history.stored(region, rows.getString(1), rows.getString(2));
                }
            }
        }
        history.counted(region, activity());
    }

    /** Number of stored rows. */
    public int rows() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM persistence.message")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /**
     * The answer of analytics-service over all rooms, for all times to which a clock may be set.
     */
    public History.Counts activity() throws IOException, InterruptedException {
        Instant now = Instant.now();
        URI uri =
                URI.create(
                        stack.process("analytics").orElseThrow().urls().get("http")
                                + "/api/analytics/activity?from="
                                + now.minus(AROUND)
                                + "&to="
                                + now.plus(AROUND));
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(20))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
        JsonNode body = JSON.readTree(response.body());
        return new History.Counts(body.path("messages").asLong(), body.path("players").asLong());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                stack.postgres().jdbcUrl(),
                stack.postgres().username(),
                stack.postgres().password());
    }
}
