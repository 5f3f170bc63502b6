package io.counterfoil.webhooks.sending;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The threads that deliveries are carried out on. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@interface ForCouriers {}
