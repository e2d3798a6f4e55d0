package org.dungeontalk.gateway.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes one flat JSON object in UTF-8 and leaves out {@code null} values. For one object and one
 * thread.
 */
final class BodyWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private final JsonGenerator json;

    BodyWriter() {
        try {
            json = FACTORY.createGenerator(out);
            json.writeStartObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BodyWriter text(String name, String value) {
        return value == null ? this : write(() -> json.writeStringField(name, value));
    }

    BodyWriter number(String name, Long value) {
        return value == null ? this : write(() -> json.writeNumberField(name, value));
    }

    BodyWriter flag(String name, boolean value) {
        return write(() -> json.writeBooleanField(name, value));
    }

    BodyWriter texts(String name, List<String> values) {
        if (values == null) {
            return this;
        }
        return write(
                () -> {
                    json.writeFieldName(name);
                    json.writeArray(values.toArray(String[]::new), 0, values.size());
                });
    }

    byte[] bytes() {
        write(
                () -> {
                    json.writeEndObject();
                    json.close();
                });
        return out.toByteArray();
    }

    private BodyWriter write(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
