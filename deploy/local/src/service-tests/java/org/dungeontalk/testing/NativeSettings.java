package org.dungeontalk.testing;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** What the service that is tested says about its native executable. */
final class NativeSettings {

    /** The compiled classes and resources of the service: tests run in its directory. */
    static final Path CLASSES = Path.of("target", "classes");

    private static final String LATE = "--initialize-at-run-time=";

    private NativeSettings() {}

    static Properties all() throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(CLASSES.resolve("application.properties"))) {
            settings.load(reader);
        }
        return settings;
    }

    /** A setting, or an empty text. */
    static String value(String name) throws IOException {
        return all().getProperty(name, "");
    }

    /** Names of classes and packages. */
    static List<String> initializedWhenItRuns() throws IOException {
        return Arrays.stream(value("quarkus.native.additional-build-args").split(","))
                .filter(argument -> argument.startsWith(LATE))
                .map(argument -> argument.substring(LATE.length()))
                .toList();
    }
}
