package org.dungeontalk.systemtests;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the direction of dependencies between the packages of {@code deploy}. */
class ArchitectureTest {

    private static final List<String> MODULES =
            List.of("local", "load", "faults", "tools", "system-tests");

    @Test
    void noPackageOfAnyModuleKnowsItselfThroughOthers() {
        slices().matching("org.dungeontalk.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes("classes"));
    }

    @Test
    void noPackageOfTheTestsKnowsItselfThroughOthers() {
        slices().matching("org.dungeontalk.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes("classes", "test-classes"));
    }

    private static JavaClasses classes(String... kinds) {
        List<Path> folders =
                MODULES.stream()
                        .flatMap(
                                module ->
                                        Stream.of(kinds)
                                                .map(kind -> Path.of("..", module, "target", kind)))
                        .filter(Files::isDirectory)
                        .toList();
        JavaClasses classes = new ClassFileImporter().importPaths(folders);
        assertTrue(classes.contain("org.dungeontalk.faults.Faults"), "nothing is checked");
        return classes;
    }
}
