package io.counterfoil.domain.rest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** One page of a list, newest first: {@code {"object":"list","data":[…],"has_more":bool}}. */
public record Page<T>(String object, List<T> data, boolean hasMore) {

    /** A page from rows that were read by {@link PageRequest}: one more than its limit tells that there are more. */
    public static <T> Page<T> of(PageRequest request, List<T> rows) {
        boolean more = rows.size() > request.limit();
        List<T> data = new ArrayList<>(more ? rows.subList(0, request.limit()) : rows);
        if (request.backwards()) {
            Collections.reverse(data);
        }
        return new Page<>("list", List.copyOf(data), more);
    }

    /** The same page with each element turned into what is shown. */
    public <R> Page<R> map(Function<T, R> shown) {
        return new Page<>(object, data.stream().map(shown).toList(), hasMore);
    }
}
