package io.counterfoil.domain.database;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A data source whose connections commit by themselves, whatever transaction is running. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface OutsideTransactions {}
