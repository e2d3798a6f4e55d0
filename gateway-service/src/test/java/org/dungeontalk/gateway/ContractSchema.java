package org.dungeontalk.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schemas of docs/contract. */
public final class ContractSchema {
    private static final Path SCHEMAS = Path.of("..", "docs", "contract", "schemas");

    private ContractSchema() {}

    /** Why that JSON is not what the schema says; empty if it is. */
    public static List<String> errors(String name, byte[] json) {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(file(name)), InputFormat.JSON)
                    .validate(new String(json, UTF_8), InputFormat.JSON)
                    .stream()
                    .map(Object::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file(String name) {
        return SCHEMAS.resolve(name + ".json");
    }
}
