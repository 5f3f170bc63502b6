package io.counterfoil.domain.personaldata;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A column that says nothing about a person. On an entity it speaks for all columns that don't say otherwise, except
 * for bytes and for names that sound like people or free text: those speak for themselves.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface NotPersonal {

    /** Why, where a reader might think otherwise. */
    String value() default "";
}
