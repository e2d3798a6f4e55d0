package org.dungeontalk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The cases of docs/contract/golden/texts.json. */
public final class GoldenTexts {

    private static final JsonNode TABLE =
            Contract.json(Path.of("..", "docs", "contract", "golden", "texts.json"));
    private static final int FEWEST = 100;
    private static final Set<String> AI =
            Set.of("turnNumber", "messageOrder", "aiResponseTime", "aiSources", "gameId");

    private GoldenTexts() {}

    /** The moment at which every text is judged. */
    public static Instant now() {
        return Instant.parse(TABLE.get("now").textValue());
    }

    /**
     * The cases that this column judges.
     *
     * @param column {@code gateway} or {@code log}
     */
    public static Stream<JsonNode> cases(String column) {
        List<JsonNode> cases =
                StreamSupport.stream(TABLE.get("cases").spliterator(), false)
                        .filter(one -> one.has(column))
                        .toList();
        if (cases.size() < FEWEST) {
            throw new IllegalStateException("the table of texts is not whole");
        }
        return cases.stream();
    }

    /** A test for each of these cases. */
    public static Stream<DynamicTest> tests(String column, ThrowingConsumer<JsonNode> check) {
        return cases(column)
                .map(one -> DynamicTest.dynamicTest(name(one), () -> check.accept(one)));
    }

    public static String name(JsonNode one) {
        return one.get("field").textValue() + ": " + one.get("case").textValue();
    }

    public static JsonNode value(JsonNode one) {
        JsonNode value = one.get("value");
        return one.has("times")
                ? TextNode.valueOf(value.textValue().repeat(one.get("times").asInt()))
                : value;
    }

    /** Whether messages of AI rooms only have the field. */
    public static boolean isOfAi(String field) {
        return AI.contains(field);
    }
}
