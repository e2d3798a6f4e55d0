package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.util.ZstdVersion;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;

/**
 * What libraries need of a native executable, judged by their classes: the order in which they are
 * initialized, and the codecs of Kafka. A producer or a mirror may choose any codec, so a service
 * that lacks one can't read the log.
 */
public abstract class NativeLibraryRules {

    private static final List<String> PROCESSORS = List.of("amd64", "aarch64");

    private final String service;

    /** Judges the service whose package ends so. */
    protected NativeLibraryRules(String service) {
        this.service = service;
    }

    /** Such a constant ends the build: it is in the image, and its class may not be yet. */
    @Test
    void noConstantOfTheBuildUsesAClassThatIsInitializedWhenItRuns() throws IOException {
        List<String> late = NativeSettings.initializedWhenItRuns();
        Set<String> wrong =
                new ClassFileImporter()
                                .importPackages(
                                        "io.opentelemetry",
                                        "org.apache.kafka.common.compress",
                                        "org.dungeontalk." + service)
                                .stream()
                                .filter(type -> !isLate(type, late))
                                .filter(
                                        type ->
                                                type.getStaticInitializer().stream()
                                                        .anyMatch(it -> uses(it, late)))
                                .map(JavaClass::getName)
                                .collect(toCollection(TreeSet::new));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void librariesOfCodecsAreLoadedWhenItRuns() throws IOException {
        Set<String> codecs =
                Set.of(
                        "com.github.luben.zstd",
                        "net.jpountz",
                        "org.apache.kafka.common.compress.Lz4BlockInputStream");
        assertTrue(
                NativeSettings.initializedWhenItRuns().containsAll(codecs),
                "not initialized at run time: " + codecs);
    }

    @Test
    @SuppressWarnings("deprecation")
    void lz4FindsItsImplementationsByName() throws IOException {
        Set<String> looked = new TreeSet<>();
        for (LZ4Factory lz4 :
                List.of(
                        LZ4Factory.nativeInstance(),
                        LZ4Factory.unsafeInstance(),
                        LZ4Factory.safeInstance())) {
            looked.add(lz4.fastCompressor().getClass().getName());
            looked.add(lz4.highCompressor().getClass().getName());
            looked.add(lz4.safeDecompressor().getClass().getName());
        }
        for (XXHashFactory hashes :
                List.of(
                        XXHashFactory.nativeInstance(),
                        XXHashFactory.unsafeInstance(),
                        XXHashFactory.safeInstance())) {
            looked.add(hashes.hash32().getClass().getName());
            looked.add(hashes.hash64().getClass().getName());
            looked.add(hashes.newStreamingHash32(0).getClass().getName() + "$Factory");
            looked.add(hashes.newStreamingHash64(0).getClass().getName() + "$Factory");
        }
        metadata().get("reflection").forEach(type -> looked.remove(type.get("type").asText()));
        assertEquals(Set.of(), looked, "not in reachability-metadata.json");
    }

    @Test
    void fieldsThatZstdSetsFromCAreReachable() throws Exception {
        for (String name : List.of("ZstdInputStreamNoFinalizer", "ZstdOutputStreamNoFinalizer")) {
            Class<?> type = Class.forName("com.github.luben.zstd." + name);
            Set<String> fields = new TreeSet<>();
            metadata()
                    .get("reflection")
                    .forEach(
                            entry -> {
                                if (entry.get("type").asText().equals(type.getName())
                                        && entry.get("jniAccessible").asBoolean()) {
                                    entry.get("fields")
                                            .forEach(it -> fields.add(it.get("name").asText()));
                                }
                            });
            assertEquals(Set.of("dstPos", "srcPos"), fields, name);
            for (String field : fields) {
                assertNotNull(type.getDeclaredField(field));
            }
        }
    }

    @Test
    void librariesOfCodecsAreResourcesOfTheExecutable() throws IOException {
        List<String> globs =
                metadata().get("resources").findValuesAsText("glob").stream()
                        .map(glob -> glob.replace(".", "\\.").replace("*", "[^/]*"))
                        .toList();
        for (String processor : PROCESSORS) {
            for (String library :
                    List.of(
                            "linux/" + processor + "/libzstd-jni-" + ZstdVersion.VERSION + ".so",
                            "net/jpountz/util/linux/" + processor + "/liblz4-java.so")) {
                assertNotNull(getClass().getClassLoader().getResource(library), library);
                assertTrue(globs.stream().anyMatch(library::matches), library);
            }
        }
    }

    @Test
    void snappyIsSwitchedOnInTheNativeProfile() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        String profile = pom.substring(pom.indexOf("<id>native</id>"));
        assertTrue(
                profile.contains("<quarkus.kafka.snappy.enabled>true</"),
                "quarkus.kafka.snappy.enabled is not set");
    }

    private static boolean uses(JavaCodeUnit initializer, List<String> late) {
        return Stream.concat(
                        initializer.getMethodCallsFromSelf().stream().map(it -> it.getTarget()),
                        initializer.getConstructorCallsFromSelf().stream()
                                .map(it -> it.getTarget()))
                .map(CodeUnitAccessTarget::getOwner)
                .anyMatch(type -> isLate(type, late));
    }

    private static boolean isLate(JavaClass type, List<String> late) {
        return late.stream()
                .anyMatch(it -> type.getName().equals(it) || type.getName().startsWith(it + "."));
    }

    private JsonNode metadata() throws IOException {
        Path file =
                NativeSettings.CLASSES.resolve(
                        "META-INF/native-image/org.dungeontalk/"
                                + service
                                + "-service/reachability-metadata.json");
        return new ObjectMapper().readTree(Files.readString(file, UTF_8));
    }
}
