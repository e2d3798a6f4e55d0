package org.dungeontalk.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** A golden table of docs/contract/golden, which has at least one case. */
public record Golden(JsonNode table, List<JsonNode> cases) {

    private static final Path FOLDER = Path.of("..", "docs", "contract", "golden");

    /** Reads a table; fails if it has no cases. */
    public static Golden read(String name) {
        try {
            JsonNode table = new ObjectMapper().readTree(FOLDER.resolve(name).toFile());
            List<JsonNode> cases =
                    StreamSupport.stream(table.path("cases").spliterator(), false).toList();
            assertFalse(cases.isEmpty(), () -> name + " has no cases");
            return new Golden(table, cases);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One test for each case. */
    public Stream<DynamicTest> tests(ThrowingConsumer<JsonNode> check) {
        return cases.stream()
                .map(
                        one ->
                                DynamicTest.dynamicTest(
                                        one.get("case").textValue(), () -> check.accept(one)));
    }
}
