package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A service's part of docs/contract/golden/revocations.json. */
public abstract class GoldenRevocations {

    /** The revocations that a service knows. */
    public interface Reader {

        /** False if the record was skipped. */
        boolean apply(byte[] key, byte[] value);

        /** Whether a token of the player, issued at this time, is void. */
        boolean revoked(String player, Instant issued);
    }

    /** A reader that knows no revocations yet. */
    protected abstract Reader reader();

    @TestFactory
    Stream<DynamicTest> judgesTokensAsTheTableSays() {
        return Golden.read("revocations.json").tests(this::check);
    }

    private void check(JsonNode one) {
        Reader reader = reader();
        int skipped = 0;
        for (JsonNode record : one.get("records")) {
            if (!reader.apply(bytes(record.get("key")), bytes(record.get("value")))) {
                skipped++;
            }
        }
        assertEquals(one.get("skipped").intValue(), skipped, "skipped");
        for (JsonNode token : one.get("tokens")) {
            assertEquals(
                    token.get("void").booleanValue(),
                    reader.revoked(token.get("player").textValue(), issued(token)),
                    token.toString());
        }
    }

    /** As tokens without that claim are read. */
    private static Instant issued(JsonNode token) {
        return token.get("iat").isNull()
                ? Instant.EPOCH
                : Instant.parse(token.get("iat").textValue());
    }

    private static byte[] bytes(JsonNode text) {
        return text.isNull() ? null : text.textValue().getBytes(UTF_8);
    }
}
