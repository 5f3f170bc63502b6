package io.counterfoil.liberty.edge;

import io.counterfoil.liberty.process.Api;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The API as the server itself describes it at {@code /openapi}: a new route is in the tests by being described. */
final class Described {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode root;
    private final List<Route> routes = new ArrayList<>();

    private Described(JsonNode root) {
        this.root = root;
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation -> routes.add(route(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
    }

    static Described by(Api api) {
        return new Described(api.send(api.request("/openapi?format=json")
                        .header("Accept", "application/json")
                        .GET())
                .json());
    }

    /**
     * One call.
     *
     * @param example what its body may be; nothing where it has none, or one that is no object
     * @param members the members of its body, and which of them must be there
     * @param objects those of them in which anything may be
     * @param queries the names of its query parameters
     * @param open whether it can be called without a credential
     */
    record Route(
            String method,
            String path,
            boolean hasBody,
            Optional<JsonNode> example,
            Map<String, Boolean> members,
            Set<String> objects,
            Set<String> queries,
            boolean open) {

        boolean hasParameters() {
            return path.contains("{");
        }

        /** The path with each parameter replaced. */
        String with(String value) {
            return path.replaceAll("\\{[^}]+}", value);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    Set<String> methodsOf(String path) {
        Set<String> methods = new TreeSet<>();
        routes.stream().filter(route -> route.path().equals(path)).forEach(route -> methods.add(route.method()));
        return methods;
    }

    /** Whether an answer of this path is read by programs as JSON. */
    static boolean isJson(String path) {
        return path.startsWith("/v1/");
    }

    private Route route(String method, String path, JsonNode operation) {
        JsonNode content = operation.path("requestBody").path("content").path("application/json");
        Map<String, Boolean> members = new LinkedHashMap<>();
        JsonNode schema = resolve(content.path("schema"));
        Collection<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        Set<String> objects = new TreeSet<>();
        schema.path("properties").properties().forEach(member -> {
            members.put(member.getKey(), required.contains(member.getKey()));
            if (isAnyObject(member.getValue())) {
                objects.add(member.getKey());
            }
        });
        Optional<JsonNode> example = Optional.of(content.path("example"))
                .filter(JsonNode::isObject)
                .or(() -> Optional.of(content.path("examples").path(0)).filter(JsonNode::isObject));
        boolean open = operation.path("security").isArray()
                && operation.path("security").isEmpty();
        return new Route(method, path, !content.isMissingNode(), example, members, objects, queries(operation), open);
    }

    private Set<String> queries(JsonNode operation) {
        Set<String> queries = new TreeSet<>();
        for (JsonNode one : operation.path("parameters")) {
            JsonNode parameter = resolve(one);
            if (parameter.path("in").asString("").equals("query")) {
                queries.add(parameter.path("name").asString());
            }
        }
        return queries;
    }

    private static boolean isAnyObject(JsonNode schema) {
        return schema.path("type").asString("").equals("object")
                && schema.path("properties").isEmpty();
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : root.at(reference.substring(reference.indexOf('/')));
    }
}
