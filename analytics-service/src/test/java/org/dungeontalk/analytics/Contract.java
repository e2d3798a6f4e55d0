package org.dungeontalk.analytics;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The written contract, read from where everybody reads it. */
public final class Contract {

    private static final Path ROOT = Path.of("..", "docs", "contract");

    private Contract() {}

    /** The golden examples of a schema. */
    public static List<Path> examples(String validity, String schema) {
        try (Stream<Path> files =
                Files.list(ROOT.resolve("examples").resolve(validity).resolve(schema))) {
            List<Path> examples = files.sorted().toList();
            if (examples.isEmpty()) {
                throw new IllegalStateException("no " + validity + " examples of " + schema);
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a JSON text does against a schema; empty: nothing. */
    public static List<String> violations(String schema, String json) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(read(ROOT.resolve("schemas").resolve(schema + ".json")))
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

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
