package io.counterfoil.domain.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call a method of a resource. A method without it can be called by nobody.
 *
 * <p>{@code @Allow(scope = "payments:write")} lets in unrestricted keys and restricted ones with that scope;
 * {@code roles} lets in operator tokens with one of them; {@code anyone} needs no credential.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Allow {

    String scope() default "";

    Caller.Role[] roles() default {};

    boolean anyone() default false;
}
