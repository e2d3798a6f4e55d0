package org.dungeontalk.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/architecture.md says how the gateway is built; the gateway is built like that. */
class ArchitectureDocTest {
    private static final String BASE = "org.dungeontalk.gateway.";
    private static final JavaClasses GATEWAY =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.dungeontalk.gateway");

    @ParameterizedTest
    @ValueSource(strings = {"## The way in", "## The way out"})
    void everyClassOfTheWayExists(String heading) throws IOException {
        Set<String> existing =
                GATEWAY.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        List<String> named = matches("(?m)^\\d+\\. `([A-Z]\\w+)`", section(heading));
        assertTrue(named.size() >= 9, "the way has its steps");
        assertEquals(List.of(), named.stream().filter(n -> !existing.contains(n)).toList());
    }

    @Test
    void aPackageUsesOnlyPackagesAboveItInTheTable() throws IOException {
        String table = section("## Who knows what").replaceFirst("(?s)\n`ArchitectureTest`.*", "");
        List<String> rows = matches("(?m)^\\| ((?:`[a-z]+`(?:, )?)+) \\|", table);
        assertTrue(rows.size() >= 20, "the table has its rows");
        List<String> wrong =
                GATEWAY.stream()
                        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                        .map(d -> List.of(slice(d.getOriginClass()), slice(d.getTargetClass())))
                        .filter(d -> !d.get(1).isEmpty() && !d.get(0).equals(d.get(1)))
                        .filter(d -> row(rows, d.get(1)) >= row(rows, d.get(0)))
                        .map(d -> d.get(0) + " uses " + d.get(1))
                        .distinct()
                        .toList();
        assertEquals(List.of(), wrong);
    }

    private static int row(List<String> rows, String name) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).contains("`" + name + "`")) {
                return i;
            }
        }
        throw new AssertionError("the table has no package " + name);
    }

    /** The package below the gateway's own; empty for any other class. */
    private static String slice(JavaClass c) {
        String name = c.getBaseComponentType().getPackageName();
        return name.startsWith(BASE) ? name.substring(BASE.length()).split("\\.")[0] : "";
    }

    private static String section(String heading) throws IOException {
        String doc = Files.readString(Path.of("..", "docs", "architecture.md"));
        return doc.split("(?m)^" + heading + "$", 2)[1].split("(?m)^## ", 2)[0];
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
    }
}
