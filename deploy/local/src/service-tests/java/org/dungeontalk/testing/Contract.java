package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The schemas and golden examples of docs/contract. */
public final class Contract {

    private static final Path ROOT = Path.of("..", "docs", "contract");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Contract() {}

    /**
     * The examples of a schema, at least one.
     *
     * @param verdict {@code valid} or {@code invalid}
     */
    public static List<Path> examples(String verdict, String schema) {
        Path folder = ROOT.resolve("examples").resolve(verdict).resolve(schema);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> examples = files.sorted().toList();
            if (examples.isEmpty()) {
                throw new IllegalStateException("no " + verdict + " examples of " + schema);
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of a schema. */
    public static Path schema(String name) {
        return ROOT.resolve("schemas").resolve(name + ".json");
    }

    /** The OpenAPI document of a service, in YAML. */
    public static String openApi(String service) {
        return text(ROOT.resolve("openapi").resolve(service + ".yaml"));
    }

    /** What in a JSON text breaks the schema, formats included; empty if nothing does. */
    public static List<String> violations(String schema, String json) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text(schema(schema)), InputFormat.JSON)
                .validate(
                        json,
                        InputFormat.JSON,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** What in a JSON text breaks the schema. */
    public static List<String> violations(String schema, byte[] json) {
        return violations(schema, new String(json, UTF_8));
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(Path file) {
        return json(text(file));
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
