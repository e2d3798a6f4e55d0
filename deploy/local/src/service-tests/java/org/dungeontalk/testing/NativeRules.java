package org.dungeontalk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a native executable can't find out when it runs has to be said when it is built. Judges the
 * compiled classes of a service and of its libraries that Quarkus has no extension for.
 */
public abstract class NativeRules {

    private final JavaClasses service;
    private final JavaClasses libraries;
    private final Map<String, List<Class<?>>> givenToJackson;

    /**
     * Reads the classes.
     *
     * @param service the last part of the service's package
     * @param libraries packages of the service's own libraries that no extension of Quarkus
     *     prepares; those of OpenTelemetry are known
     * @param givenToJackson who gives objects to Jackson, and which. Trees, texts and bytes need no
     *     reflection: none
     */
    protected NativeRules(
            String service, List<String> libraries, Map<String, List<Class<?>>> givenToJackson) {
        this.service =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.dungeontalk." + service);
        List<String> packages = new ArrayList<>(libraries);
        packages.add("io.opentelemetry.sdk");
        packages.add("io.opentelemetry.exporter");
        packages.add("io.opentelemetry.internal");
        this.libraries = new ClassFileImporter().importPackages(packages);
        this.givenToJackson = givenToJackson;
    }

    @Test
    void everythingThatBecomesJsonOrIsAKeyOfARowIsRegistered() {
        Set<String> reached = new TreeSet<>();
        givenToJackson.values().forEach(types -> types.forEach(type -> reach(type, reached)));
        service.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(NativeRules::isResource)
                .flatMap(NativeRules::bodies)
                .forEach(body -> reach(body, reached));
        service.stream()
                .map(type -> type.tryGetAnnotationOfType("jakarta.persistence.IdClass"))
                .flatMap(Optional::stream)
                .map(key -> (JavaClass) key.get("value").orElseThrow())
                .forEach(key -> reach(key.reflect(), reached));
        reached.removeAll(registered());
        assertEquals(Set.of(), reached, "not registered for reflection");
    }

    @Test
    void nobodyElseGivesObjectsToJackson() {
        assertEquals(new TreeSet<>(givenToJackson.keySet()), callers(NativeRules::givesToJackson));
    }

    @Test
    void nothingOfOursIsFoundByItsNameWhenItRuns() {
        assertEquals(Set.of(), callers(NativeRules::looksUp));
    }

    @Test
    void whatServiceLoadersFindIsRegisteredAndItsListIncluded() throws IOException {
        Path services = NativeSettings.CLASSES.resolve("META-INF/services");
        if (Files.notExists(services)) {
            return;
        }
        Set<String> included =
                Set.of(NativeSettings.value("quarkus.native.resources.includes").split(","));
        try (Stream<Path> lists = Files.list(services)) {
            for (Path list : lists.toList()) {
                assertEquals(
                        Set.of(), missing(Files.readAllLines(list), registered()), list.toString());
                String resource = NativeSettings.CLASSES.relativize(list).toString();
                assertEquals(Set.of(), missing(List.of(resource), included));
            }
        }
    }

    @Test
    void theSenderOfSpansIsRegisteredAndItsListIncluded() throws IOException {
        String list =
                "META-INF/services/io.opentelemetry.exporter.internal.http.HttpSenderProvider";
        Set<String> included =
                Set.of(NativeSettings.value("quarkus.native.resources.includes").split(","));
        assertEquals(Set.of(), missing(List.of(list), included));
        try (InputStream senders = NativeRules.class.getClassLoader().getResourceAsStream(list)) {
            List<String> names = new String(senders.readAllBytes(), UTF_8).lines().toList();
            assertEquals(Set.of(), missing(names, registered()));
        }
    }

    /**
     * Made while the executable is built, randomness would be the same in every run, and what was
     * asked of memory would be true of the builder's JVM only.
     */
    @Test
    void nothingRandomNorOfTheBuildersMemoryIsMadeBeforeItRuns() throws IOException {
        List<String> late = NativeSettings.initializedWhenItRuns();
        Set<String> early =
                Stream.of(service, libraries)
                        .flatMap(JavaClasses::stream)
                        .filter(NativeRules::isOfOneRun)
                        .map(JavaClass::getName)
                        .filter(name -> late.stream().noneMatch(name::startsWith))
                        .collect(toCollection(TreeSet::new));
        assertEquals(Set.of(), early);
    }

    /**
     * Quarkus registers Kafka's own serializers and assignors, but no class that only a text names.
     */
    @Test
    void classesThatSettingsNameAreKafkas() throws IOException {
        Properties settings = NativeSettings.all();
        Set<String> others =
                settings.stringPropertyNames().stream()
                        .filter(name -> name.matches(".*(serializer|strategy|partitioner\\.class)"))
                        .map(settings::getProperty)
                        .filter(value -> value.contains("."))
                        .filter(
                                value ->
                                        !value.startsWith("org.apache.kafka.common.serialization."))
                        .collect(toCollection(TreeSet::new));
        assertEquals(Set.of(), others);
    }

    private static boolean isResource(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(JavaAnnotation::getRawType)
                .anyMatch(type -> type.isAnnotatedWith("jakarta.ws.rs.HttpMethod"));
    }

    /** What it answers, and its parameter that no annotation takes from elsewhere. */
    private static Stream<Type> bodies(JavaMethod resource) {
        Method method = resource.reflect();
        return Stream.concat(
                Stream.of(method.getGenericReturnType()),
                Arrays.stream(method.getParameters())
                        .filter(parameter -> parameter.getAnnotations().length == 0)
                        .map(Parameter::getParameterizedType));
    }

    private static void reach(Type type, Set<String> reached) {
        if (type instanceof ParameterizedType generic) {
            reach(generic.getRawType(), reached);
            Arrays.stream(generic.getActualTypeArguments()).forEach(it -> reach(it, reached));
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(it -> reach(it, reached));
        } else if (type instanceof Class<?> plain && plain.isArray()) {
            reach(plain.getComponentType(), reached);
        } else if (type instanceof Class<?> plain
                && plain.getName().startsWith("org.dungeontalk.")
                && reached.add(plain.getName())
                && plain.isRecord()) {
            for (RecordComponent component : plain.getRecordComponents()) {
                reach(component.getGenericType(), reached);
            }
        }
    }

    private Set<String> registered() {
        return service.stream()
                .filter(type -> type.isAnnotatedWith(RegisterForReflection.class))
                .map(JavaClass::reflect)
                .flatMap(NativeRules::targets)
                .collect(toCollection(TreeSet::new));
    }

    private static Stream<String> targets(Class<?> type) {
        RegisterForReflection registration = type.getAnnotation(RegisterForReflection.class);
        List<String> targets =
                Stream.concat(
                                Arrays.stream(registration.classNames()),
                                Arrays.stream(registration.targets()).map(Class::getName))
                        .toList();
        return targets.isEmpty() ? Stream.of(type.getName()) : targets.stream();
    }

    private Set<String> callers(Predicate<JavaMethodCall> like) {
        return service.stream()
                .filter(type -> type.getMethodCallsFromSelf().stream().anyMatch(like))
                .map(JavaClass::getSimpleName)
                .collect(toCollection(TreeSet::new));
    }

    private static boolean givesToJackson(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        boolean jackson = owner.getPackageName().startsWith("com.fasterxml.jackson.databind");
        return switch (owner.getName()) {
            case "io.vertx.core.json.Json" -> call.getName().startsWith("encode");
            case "io.vertx.core.json.JsonObject" -> call.getName().matches("map(To|From)");
            case "jakarta.ws.rs.core.Response$ResponseBuilder" -> call.getName().equals("entity");
            default ->
                    jackson
                            && call.getName()
                                    .matches(
                                            "(read|write|convert|update)Value.*|.*ToTree|treeTo.*");
        };
    }

    private static boolean looksUp(JavaMethodCall call) {
        return call.getTargetOwner().isEquivalentTo(ServiceLoader.class)
                || call.getTargetOwner().getName().matches("java\\.lang\\.(Class|ClassLoader)")
                        && call.getName()
                                .matches(
                                        "forName|loadClass|newInstance|getResource.*|get.*(Method|Field|Constructor)s?");
    }

    private static boolean isOfOneRun(JavaClass type) {
        return type.getFields().stream()
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .map(field -> field.getRawType().getBaseComponentType())
                .anyMatch(
                        field ->
                                field.isAssignableTo(Random.class)
                                        || field.getName().equals("sun.misc.Unsafe"));
    }

    private static Set<String> missing(List<String> wanted, Set<String> there) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(there);
        return missing;
    }
}
