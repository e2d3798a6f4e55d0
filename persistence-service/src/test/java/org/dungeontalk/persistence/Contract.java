package org.dungeontalk.persistence;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The golden examples and schemas of docs/contract. */
public final class Contract {

    private static final Path ROOT = Path.of("..", "docs", "contract");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Contract() {}

    /** The examples of one schema, {@code verdict} being valid or invalid. */
    public static List<Path> examples(String verdict, String schema) {
        try (Stream<Path> files =
                Files.list(ROOT.resolve("examples").resolve(verdict).resolve(schema))) {
            List<Path> examples = files.sorted().toList();
            assertFalse(examples.isEmpty(), () -> "no " + verdict + " examples of " + schema);
            return examples;
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    public static JsonNode read(Path example) {
        try {
            return JSON.readTree(example.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the schema has against the body; empty if nothing. */
    public static List<String> complaints(String schema, String body) {
        try {
            String text = Files.readString(ROOT.resolve("schemas").resolve(schema + ".json"));
            Schema rules =
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(text);
            return rules.validate(body, InputFormat.JSON).stream().map(Object::toString).toList();
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }
}
