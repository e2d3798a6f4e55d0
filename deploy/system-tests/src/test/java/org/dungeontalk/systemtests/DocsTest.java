package org.dungeontalk.systemtests;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The project's pages name only files, headings, tests and rows of faults that exist. */
class DocsTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");
    private static final String CODE = "(?ms)^```.*?^```$";

    /** The text of each page by its path from the root. */
    private final Map<Path, String> pages =
            files(ROOT)
                    .filter(file -> file.toString().endsWith(".md"))
                    .collect(
                            toMap(
                                    ROOT::relativize,
                                    DocsTest::read,
                                    (one, other) -> one,
                                    TreeMap::new));

    @Test
    void everyLinkLeadsToAFileAndItsHeading() {
        List<String> broken =
                found("\\]\\((?!\\w+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)")
                        .filter(it -> !exists(it.page, it.match.group(1), it.match.group(2)))
                        .map(Found::toString)
                        .toList();
        assertEquals(List.of(), broken);
    }

    @Test
    void everyTestExists() {
        Set<String> existing =
                files(ROOT)
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .collect(toSet());
        List<String> missing =
                found("`([A-Z]\\w*[a-z\\d](?:Test|IT)|[a-z-]+\\.test\\.mjs)`")
                        .filter(it -> !existing.contains(it.match.group(1)))
                        .map(Found::toString)
                        .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyRowIsAmongTheFaults() {
        String faults = pages.get(Path.of("deploy/faults/README.md"));
        List<String> rows =
                found("(?<=[ ,])([KPGRWZ]\\d+)\\b")
                        .filter(it -> it.page.startsWith("docs"))
                        .map(it -> it.match.group(1))
                        .distinct()
                        .toList();
        assertTrue(rows.contains("W10") && rows.contains("K5"), rows::toString);
        assertEquals(
                List.of(),
                rows.stream().filter(it -> !faults.contains("\n| " + it + " |")).toList());
    }

    private record Found(Path page, MatchResult match) {
        @Override
        public String toString() {
            return page + ": " + match.group();
        }
    }

    /** Where a pattern is found outside blocks of code. */
    private Stream<Found> found(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return pages.entrySet().stream()
                .flatMap(
                        page ->
                                compiled.matcher(page.getValue().replaceAll(CODE, ""))
                                        .results()
                                        .map(match -> new Found(page.getKey(), match)));
    }

    private boolean exists(Path page, String link, String heading) {
        Path target = link.isEmpty() ? page : page.resolveSibling(link).normalize();
        return Files.exists(ROOT.resolve(target))
                && (heading == null || headings(pages.get(target)).contains(heading));
    }

    /** The headings as GitHub makes anchors of them. */
    private static Set<String> headings(String page) {
        return Pattern.compile("(?m)^#+ (.+)$")
                .matcher(page.replaceAll(CODE, ""))
                .results()
                .map(it -> it.group(1).toLowerCase(Locale.ROOT))
                .map(it -> it.replaceAll("[^\\w -]", "").replace(' ', '-'))
                .collect(toSet());
    }

    /** The files of the project below a folder. */
    private static Stream<Path> files(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside
                    .filter(it -> !NOT_OURS.contains(it.getFileName().toString()))
                    .toList()
                    .stream()
                    .flatMap(it -> Files.isDirectory(it) ? files(it) : Stream.of(it));
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
