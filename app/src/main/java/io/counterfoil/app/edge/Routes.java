package io.counterfoil.app.edge;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Names our methods by what they are called by, such as {@code GET /v1/payments/{id}}: as many names as methods. */
final class Routes {

    private static final Map<Method, String> KNOWN = new ConcurrentHashMap<>();

    private Routes() {}

    static String of(ResourceInfo resource) {
        return KNOWN.computeIfAbsent(
                resource.getResourceMethod(),
                method -> verb(method) + " " + path(resource.getResourceClass().getAnnotation(Path.class))
                        + path(method.getAnnotation(Path.class)));
    }

    private static String verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst()
                .orElse("-");
    }

    private static String path(@Nullable Path path) {
        return Optional.ofNullable(path).map(Path::value).orElse("").replaceAll("\\{(\\w+):[^}]*\\}", "{$1}");
    }
}
