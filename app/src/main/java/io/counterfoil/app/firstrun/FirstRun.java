package io.counterfoil.app.firstrun;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.operator.OperatorTokens;
import io.counterfoil.domain.rest.Caller;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The first start on an empty database. In development it makes a demo merchant; everywhere it makes the first operator
 * token, and another one when none is left that can make tokens. Only the server that made them, under the migration lock, writes the file. The file comes before the commit: a
 * crash in between leaves a file about nothing, never credentials that nobody has.
 */
@Singleton
final class FirstRun {

    private final Transactions transactions;
    private final OperatorTokens operators;
    private final DemoMerchant demo;
    private final FirstRunFile file;
    private final Environment environment;

    @Inject
    FirstRun(
            Transactions transactions,
            OperatorTokens operators,
            DemoMerchant demo,
            FirstRunFile file,
            ConfigurationSource configuration) {
        this.transactions = transactions;
        this.operators = operators;
        this.demo = demo;
        this.file = file;
        this.environment = ServerSettings.ENVIRONMENT.in(configuration);
    }

    void welcome(@Observes @Priority(100) DatabaseOpened opened) {
        if (operators.anyInOffice()) {
            return;
        }
        boolean first = !operators.any();
        transactions.commit(() -> {
            Map<String, String> credentials = new LinkedHashMap<>();
            if (first && environment == Environment.DEVELOPMENT) {
                credentials.putAll(demo.create());
            }
            credentials.put(
                    "COUNTERFOIL_OPERATOR_TOKEN",
                    operators.createAndReveal(
                            first ? "first operator" : "after the last operator", EnumSet.allOf(Caller.Role.class)));
            file.write(first ? "first-run.env" : "operator.env", credentials);
        });
    }
}
