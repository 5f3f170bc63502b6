package io.counterfoil.domain.personaldata;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is kept about a person, opened, as an export shows it.
 *
 * @param kind what it is, plural and snake_case, such as {@code payments}
 * @param id as it stands outside
 * @param members what JSON can carry, by the names that the API uses
 */
public record SubjectRecord(String kind, String id, Map<String, @Nullable Object> members) {}
