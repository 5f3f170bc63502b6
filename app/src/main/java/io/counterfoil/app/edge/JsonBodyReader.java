package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Reads request bodies: JSON up to 64 KiB. A body without a byte is an empty object. */
@Provider
@Consumes(MediaType.WILDCARD)
public class JsonBodyReader implements MessageBodyReader<Body<?>> {

    static final int LARGEST = 64 * 1024;
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Body.class;
    }

    @Override
    public Body<?> readFrom(
            Class<Body<?>> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream)
            throws IOException {
        byte[] bytes = stream.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new Problem(
                    413, "body_too_large", "The body is too large", "Send at most " + LARGEST + " bytes.", false);
        }
        if (bytes.length > 0) {
            demandJson(mediaType);
        }
        JsonNode tree = Json.tree(bytes.length == 0 ? EMPTY : bytes);
        Type content = ((ParameterizedType) genericType).getActualTypeArguments()[0];
        return new Body<>(Json.value(tree, content), tree);
    }

    private static void demandJson(MediaType sent) {
        String charset = sent.getParameters().getOrDefault("charset", "utf-8");
        if (!sent.isCompatible(MediaType.APPLICATION_JSON_TYPE)
                || sent.isWildcardType()
                || !charset.equalsIgnoreCase("utf-8")) {
            throw new Problem(
                    415,
                    "unsupported_media_type",
                    "The body's media type is not supported",
                    "Send Content-Type: application/json, in UTF-8.",
                    false);
        }
    }
}
