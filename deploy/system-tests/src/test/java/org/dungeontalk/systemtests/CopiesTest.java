package org.dungeontalk.systemtests;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Services share no main class, so some classes stand in several of them. The code of such copies
 * is the same. Package, imports, comments, visibility, line breaks and the name of the service may
 * differ.
 */
class CopiesTest {

    private static final List<String> SERVICES = List.of("gateway", "persistence", "analytics");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
    private static final Pattern HEAD = Pattern.compile("(?m)^(package|import) .*$|\\bpublic ");

    /** Each line is one class: where it stands, and what a copy may write in another way. */
    private static final List<List<Copy>> COPIES =
            List.of(
                    List.of(
                            new Copy("gateway", "identity/TokenClaims")
                                    .writing("TokenClaims", "Claims")
                                    .writing("Characters.shows", "Visible.shows"),
                            new Copy("persistence", "token/Claims"),
                            new Copy("analytics", "token/Claims")),
                    List.of(
                            new Copy("gateway", "identity/TokenSignatures")
                                    .writing("TokenSignatures", "Signatures"),
                            new Copy("persistence", "token/Signatures"),
                            new Copy("analytics", "token/Signatures")),
                    List.of(
                            new Copy("gateway", "wire/UnansweredRequests"),
                            new Copy("persistence", "http/UnansweredRequests"),
                            new Copy("analytics", "http/UnansweredRequests")),
                    everywhere("identity", "token", "KeysUnavailable"),
                    everywhere("identity", "token", "RemoteKeys"),
                    everywhere("identity", "token", "TokenRefused"),
                    everywhere("trace", "trace", "SpanCounts"),
                    List.of(
                            new Copy("gateway", "trace/TraceExport")
                                    .writing(
                                            "Sampler.traceIdRatioBased(settings.ratio())",
                                            "Sampler.alwaysOff()"),
                            new Copy("persistence", "trace/TraceExport"),
                            new Copy("analytics", "trace/TraceExport")),
                    List.of(
                            new Copy("gateway", "lifecycle/ClockLiveness"),
                            new Copy("persistence", "lifecycle/ClockLiveness"),
                            new Copy("analytics", "health/ClockLiveness")),
                    consumers("config", "TraceSettings"),
                    consumers("http", "ConnectionBounds"),
                    consumers("trace", "Traces"),
                    consumers("token", "Visible"),
                    consumers("revocation", "Revocation"),
                    consumers("revocation", "RevocationMetrics"),
                    consumers("revocation", "RevocationsReadiness"),
                    consumers("revocation", "RevocationsUnknown"),
                    consumers("revocation", "RevokedPlayers"),
                    consumers("store", "FlywaySettings"),
                    consumers("store", "Migrations"),
                    consumers("store", "OpenConnections"),
                    consumers("store", "QuietHolder"),
                    List.of(
                            new Copy("persistence", "lifecycle/FailureReason"),
                            new Copy("analytics", "background/FailureReason")),
                    List.of(
                            new Copy("persistence", "lifecycle/EventLoopsLiveness"),
                            new Copy("analytics", "health/EventLoopsLiveness")),
                    List.of(
                            new Copy("persistence", "lifecycle/ProducersLiveness"),
                            new Copy("analytics", "background/ProducersLiveness")),
                    List.of(
                            new Copy("persistence", "problem/RequestTarget")
                                    .writing(
                                            "throw Problem.badRequest(",
                                            "throw new IllegalArgumentException("),
                            new Copy("analytics", "http/RequestTarget")
                                    .writing("@FrameworkFree ", "")));

    /** Classes that have the name of another service's class and another job. */
    private static final Map<String, String> NAMESAKES =
            Map.ofEntries(
                    entry(
                            "Assignment",
                            "the group assigns in analytics, the rooms of members do in gateway"),
                    entry("BearerFilter", "gateway filters marked resources only"),
                    entry(
                            "BoundedPool",
                            "persistence has a second pool, for reads with a time limit"),
                    entry("DeadLetter", "analytics counts how many records it stands for"),
                    entry(
                            "DeadLetters",
                            "persistence retries without a limit, analytics leaves that to its"
                                    + " reader"),
                    entry("Decoded", "each consumer keeps the fields that it needs"),
                    entry("EndlessRetry", "analytics also pauses its partitions and logs"),
                    entry(
                            "Erasure",
                            "a request and its progress in persistence, an erased player in"
                                    + " analytics"),
                    entry("ErasureWorker", "the tables of a service"),
                    entry("Erasures", "the tables of a service"),
                    entry("FailedRequests", "the exceptions and ports of a service"),
                    entry("IngestMetrics", "the counters of a service"),
                    entry(
                            "LogReader",
                            "partitions of rooms in gateway, partitions of the group in analytics"),
                    entry("MessageTrace", "the outcomes of a service"),
                    entry("Player", "the rights of a service"),
                    entry("Problem", "gateway adds codes"),
                    entry(
                            "RecordDecoder",
                            "gateway leaves the body as bytes, analytics reads it, persistence"
                                    + " adapts"),
                    entry("RequestTarget", "gateway allows parameters without a value"),
                    entry(
                            "Revocations",
                            "gateway reads them with the rules of moderation, and the consumers'"
                                    + " threads differ"),
                    entry("RouteAnswers", "the routes of a service"),
                    entry("Session", "of a connection in gateway, of play in analytics"),
                    entry("StallDetector", "persistence judges one lag, analytics each partition"),
                    entry("TokenReader", "gateway reads claims, persistence a player"),
                    entry("TokenVerifier", "analytics checks revocations elsewhere"),
                    entry(
                            "TopicWatch",
                            "gateway waits for the topic, persistence rebalances its group"),
                    entry("TraceSettings", "gateway decides which messages are traced"),
                    entry("Traces", "gateway begins traces, consumers continue them"),
                    entry("UnreadableRange", "analytics knows the partition from elsewhere"),
                    entry(
                            "WriteFailure",
                            "analytics also classifies values that its client can't encode"));

    @TestFactory
    Stream<DynamicTest> copiesAreTheSame() {
        return COPIES.stream()
                .map(copies -> DynamicTest.dynamicTest(copies.get(0).name(), () -> same(copies)));
    }

    @Test
    void aClassThatHasTheNameOfAnotherServicesClassIsACopyOrHasAReason() {
        Map<String, Integer> names = new HashMap<>();
        SERVICES.forEach(
                service -> classes(service).forEach(it -> names.merge(it, 1, Integer::sum)));
        assertTrue(names.size() > 300, "no sources");
        Set<String> several = new TreeSet<>(names.keySet());
        several.removeIf(name -> names.get(name) < 2);
        Set<String> unlisted = new TreeSet<>(several);
        COPIES.stream().flatMap(Collection::stream).map(Copy::name).forEach(unlisted::remove);
        unlisted.removeAll(NAMESAKES.keySet());
        assertEquals(Set.of(), unlisted, "list these as copies, or say here why they are none");
        Set<String> gone = new TreeSet<>(NAMESAKES.keySet());
        gone.removeAll(several);
        assertEquals(Set.of(), gone, "these are in one service only");
    }

    private static void same(List<Copy> copies) {
        Copy first = copies.get(0);
        List<String> expected = first.code();
        for (Copy other : copies.subList(1, copies.size())) {
            List<String> found = other.code();
            for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
                String here = i < expected.size() ? expected.get(i) : "the end";
                String there = i < found.size() ? found.get(i) : "the end";
                assertEquals(here, there, first.file() + " differs from " + other.file());
            }
        }
    }

    private static Set<String> classes(String service) {
        try (Stream<Path> files = Files.walk(root(service))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root(String service) {
        return Path.of("..", "..", service + "-service", "src/main/java/org/dungeontalk", service);
    }

    private static List<Copy> everywhere(String gateway, String consumers, String name) {
        return List.of(
                new Copy("gateway", gateway + "/" + name),
                new Copy("persistence", consumers + "/" + name),
                new Copy("analytics", consumers + "/" + name));
    }

    private static List<Copy> consumers(String folder, String name) {
        return List.of(
                new Copy("persistence", folder + "/" + name),
                new Copy("analytics", folder + "/" + name));
    }

    /**
     * One of the copies.
     *
     * @param path below the service's package, without the ending
     * @param differences what it writes, and what the others write instead
     */
    private record Copy(String service, String path, Map<String, String> differences) {

        Copy(String service, String path) {
            this(service, path, Map.of());
        }

        Copy writing(String own, String others) {
            Map<String, String> more = new HashMap<>(differences);
            more.put(own, others);
            return new Copy(service, path, more);
        }

        String name() {
            return path.substring(path.indexOf('/') + 1);
        }

        Path file() {
            return root(service).resolve(path + ".java");
        }

        /** Its statements. */
        List<String> code() {
            try {
                String text = COMMENT.matcher(Files.readString(file())).replaceAll("");
                text = HEAD.matcher(text).replaceAll("").replaceAll("\\s+", " ").replace("( ", "(");
                for (Map.Entry<String, String> difference : differences.entrySet()) {
                    assertTrue(text.contains(difference.getKey()), difference.getKey());
                    text = text.replace(difference.getKey(), difference.getValue());
                }
                String[] statements =
                        text.replaceAll("(?i)" + service, "service").split("(?<=[;{}])");
                return Stream.of(statements)
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
