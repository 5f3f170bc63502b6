package io.counterfoil.app.edge;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every call that JAX-RS serves, found in the code. */
public final class Routes {

    private static final Map<String, Method> ALL = read();

    private Routes() {}

    /** The methods of ours by their HTTP method and path, such as {@code GET /v1/payments/{id}}. */
    public static Map<String, Method> all() {
        return ALL;
    }

    private static Map<String, Method> read() {
        Map<String, Method> methods = new TreeMap<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.counterfoil")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .forEach(type -> methods.putAll(calls(type.reflect())));
        return methods;
    }

    private static Map<String, Method> calls(Class<?> resource) {
        Map<String, Method> calls = new LinkedHashMap<>();
        for (Method method : resource.getDeclaredMethods()) {
            List<String> verbs = new ArrayList<>();
            Arrays.stream(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(verb -> verb != null)
                    .forEach(verb -> verbs.add(verb.value()));
            Path path = method.getAnnotation(Path.class);
            String whole = resource.getAnnotation(Path.class).value() + (path == null ? "" : path.value());
            verbs.forEach(verb -> calls.put(verb + " " + whole.replaceAll("\\{(\\w+):[^}]*\\}", "{$1}"), method));
        }
        return calls;
    }
}
