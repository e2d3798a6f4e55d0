package org.dungeontalk.gateway.model;

import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Creates the gateway's beans as the container does: by the constructor, from beans by their type.
 */
final class Wiring {
    private static final Map<Class<?>, Constructor<?>> CONSTRUCTORS = new ConcurrentHashMap<>();

    private final Wiring shared;
    private final Map<Class<?>, Object> beans = new HashMap<>();
    private final Map<Class<?>, Class<?>> subclasses = new HashMap<>();

    /**
     * @param shared beans that exist already; {@code null} if there are none
     */
    Wiring(Wiring shared) {
        this.shared = shared;
    }

    /** Uses this bean, possibly {@code null}, for the type. */
    <T> Wiring with(Class<? super T> type, T bean) {
        beans.put(type, bean);
        return this;
    }

    /** Creates this subclass where the type is asked for. */
    <T> Wiring use(Class<T> type, Class<? extends T> subclass) {
        subclasses.put(type, subclass);
        return this;
    }

    /** Creates the bean, with all that it needs. */
    Wiring make(Class<?> type) {
        beans.put(type, create(subclasses.getOrDefault(type, type)));
        return this;
    }

    /** The bean; created at the first call. */
    <T> T get(Class<T> type) {
        if (!knows(type)) {
            make(type);
        }
        return type.cast(beans.containsKey(type) ? beans.get(type) : shared.get(type));
    }

    private boolean knows(Class<?> type) {
        return beans.containsKey(type) || shared != null && shared.knows(type);
    }

    private Object create(Class<?> type) {
        Constructor<?> constructor = CONSTRUCTORS.computeIfAbsent(type, Wiring::constructor);
        Object[] arguments =
                Arrays.stream(constructor.getParameterTypes()).map(this::get).toArray();
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " can't be created", e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) {
        Constructor<?> made =
                Arrays.stream(type.getDeclaredConstructors())
                        .min(Comparator.comparing(c -> c.isAnnotationPresent(Inject.class) ? 0 : 1))
                        .orElseThrow();
        made.setAccessible(true);
        return made;
    }
}
