package org.dungeontalk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dungeontalk.gateway.limit.Limits;
import org.dungeontalk.gateway.log.CatchUpReader;
import org.junit.jupiter.api.Test;

/**
 * Caffeine makes a class for each combination of a cache's features and looks it up by its name, so
 * each cache of the running gateway names its own for the native executable.
 */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class NativeCachesTest {

    private static final String BUILDER = "com/github/benmanes/caffeine/cache/Caffeine";

    @Inject Limits limits;
    @Inject CatchUpReader catchUp;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> owners = new TreeSet<>();
    private final Set<String> unregistered = new TreeSet<>();

    @Test
    void everyCacheRegistersTheClassesThatCaffeineLooksUp() throws Exception {
        for (Object owner : List.of(limits, catchUp)) {
            walk(ClientProxy.unwrap(owner));
        }
        assertEquals(builders(), owners, "caches that were not looked at");
        assertEquals(Set.of(), unregistered);
    }

    private void walk(Object object) throws ReflectiveOperationException {
        if (object == null || !isOurs(object.getClass()) || !seen.add(object)) {
            return;
        }
        for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                look(type, field.get(object));
            }
        }
    }

    private void look(Class<?> owner, Object value) throws ReflectiveOperationException {
        if (value instanceof Cache<?, ?> cache) {
            judge(owner, field(cache, "cache"));
        } else if (value instanceof AsyncCache<?, ?> cache) {
            judge(owner, field(cache, "cache"));
        } else if (value instanceof Iterable<?> all && !isOurs(value.getClass())) {
            for (Object one : all) {
                walk(one);
            }
        } else {
            walk(value);
        }
    }

    private void judge(Class<?> owner, Object cache) throws ReflectiveOperationException {
        owners.add(owner.getSimpleName());
        Set<String> registered = registered(owner);
        Stream.of(cache, field(cache, "nodeFactory"))
                .map(it -> it.getClass().getName())
                .filter(name -> !registered.contains(name))
                .forEach(name -> unregistered.add(owner.getSimpleName() + ": " + name));
    }

    private static Set<String> registered(Class<?> owner) {
        RegisterForReflection registration = owner.getAnnotation(RegisterForReflection.class);
        return registration == null
                ? Set.of()
                : Set.copyOf(Arrays.asList(registration.classNames()));
    }

    private static Object field(Object object, String name) throws ReflectiveOperationException {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(object);
                }
            }
        }
        throw new NoSuchFieldException(object.getClass() + "." + name);
    }

    /** Compiled classes that refer to Caffeine's builder. */
    private static Set<String> builders() throws IOException {
        Set<String> builders = new TreeSet<>();
        try (Stream<Path> classes = Files.walk(Path.of("target", "classes"))) {
            for (Path type : classes.filter(it -> it.toString().endsWith(".class")).toList()) {
                if (Files.readString(type, ISO_8859_1).contains(BUILDER)) {
                    builders.add(type.getFileName().toString().replace(".class", ""));
                }
            }
        }
        return builders;
    }

    private static boolean isOurs(Class<?> type) {
        return type != null && type.getName().startsWith("org.dungeontalk.gateway.");
    }
}
