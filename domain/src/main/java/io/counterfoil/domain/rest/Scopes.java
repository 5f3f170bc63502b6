package io.counterfoil.domain.rest;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every scope that a restricted key may have: {@code read} and {@code write} of each resource that some call asks a scope
 * of. Found in {@link Allow} itself, so that a new resource is never forgotten.
 */
@Singleton
public final class Scopes {

    private static final String READ = ":read";
    private static final String WRITE = ":write";

    private final BeanManager beans;

    @Inject
    public Scopes(BeanManager beans) {
        this.beans = beans;
    }

    /** All of them, in order. */
    public Set<String> all() {
        Set<String> scopes = new TreeSet<>();
        beans.getBeans(Object.class, Any.Literal.INSTANCE).forEach(bean -> scopes.addAll(of(bean.getBeanClass())));
        return scopes;
    }

    /** Those of one class. */
    public static Set<String> of(Class<?> resource) {
        Set<String> scopes = new TreeSet<>();
        Arrays.stream(resource.getDeclaredMethods())
                .map(method -> method.getAnnotation(Allow.class))
                .filter(allow -> allow != null && !allow.scope().isEmpty())
                .map(allow -> allow.scope().substring(0, allow.scope().indexOf(':')))
                .forEach(name -> scopes.addAll(Set.of(name + READ, name + WRITE)));
        return scopes;
    }

    /** Whether somebody with these scopes may do what one demands: to write is also to read. None are all. */
    public static boolean cover(Set<String> held, String demanded) {
        return held.isEmpty()
                || held.contains(demanded)
                || (demanded.endsWith(READ) && held.contains(demanded.replace(READ, WRITE)));
    }
}
