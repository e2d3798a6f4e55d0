package org.dungeontalk.systemtests;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md names only files, headings, tests and rows of faults that exist. */
class SecurityDocTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Path DOC = ROOT.resolve("docs/security.md");
    private static final List<String> FOLDERS_OF_TESTS =
            List.of(
                    "gateway-service/src/test",
                    "persistence-service/src/test",
                    "analytics-service/src/test",
                    "deploy/local/src/test",
                    "deploy/system-tests/src/test",
                    "deploy/system-tests/clients",
                    "deploy/system-tests/manifests");

    private final String text = read(DOC);

    @Test
    void everyLinkLeadsToAFileAndItsHeading() {
        List<MatchResult> links = matches("\\]\\(([^)#]*)(?:#([^)]+))?\\)", text);
        assertTrue(links.size() > 80, "the page has its links");
        List<String> broken =
                links.stream().filter(it -> !exists(it)).map(MatchResult::group).toList();
        assertEquals(List.of(), broken);
    }

    @Test
    void everyTestExists() {
        Set<String> existing =
                FOLDERS_OF_TESTS.stream()
                        .flatMap(folder -> files(ROOT.resolve(folder)))
                        .map(file -> file.replace(".java", ""))
                        .collect(toSet());
        List<String> named = names("`([A-Z]\\w+(?:Test|IT)|[a-z-]+\\.test\\.mjs)`");
        assertTrue(named.size() > 60, "the page names its tests");
        assertEquals(List.of(), named.stream().filter(it -> !existing.contains(it)).toList());
    }

    @Test
    void everyRowIsAmongTheFaults() {
        String faults = read(ROOT.resolve("deploy/faults/README.md"));
        List<String> named = names("(?<=[ ,])([KPGRWZ]\\d+)\\b");
        assertTrue(named.contains("W10") && named.contains("K5"), named::toString);
        assertEquals(
                List.of(),
                named.stream().filter(it -> !faults.contains("\n| " + it + " |")).toList());
    }

    private boolean exists(MatchResult link) {
        Path file =
                link.group(1).isEmpty() ? DOC : DOC.getParent().resolve(link.group(1)).normalize();
        return Files.exists(file)
                && (link.group(2) == null || headings(read(file)).contains(link.group(2)));
    }

    /** The headings as GitHub makes anchors of them. */
    private static Set<String> headings(String page) {
        return matches("(?m)^#+ (.+)$", page).stream()
                .map(it -> it.group(1).toLowerCase(Locale.ROOT))
                .map(it -> it.replaceAll("[^\\w -]", "").replace(' ', '-'))
                .collect(toSet());
    }

    private List<String> names(String pattern) {
        return matches(pattern, text).stream().map(it -> it.group(1)).distinct().toList();
    }

    private static List<MatchResult> matches(String pattern, String in) {
        return Pattern.compile(pattern).matcher(in).results().toList();
    }

    private static Stream<String> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
