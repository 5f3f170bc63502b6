package io.counterfoil.domain.processor;

import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Sql;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The processor of test mode, in process. Its books are its own: each line commits by itself, before our outcome does, so
 * that a crash in between leaves what a real processor would leave.
 */
@Singleton
final class SandboxProcessor implements PaymentProcessor {

    private static final String SUCCEEDED = "succeeded";
    private static final String AUTHORISED = "authorised";
    private static final String DECLINED = "declined";
    private static final String CLOSED = "closed";

    /** Primary key sandbox_charge_pkey. The first word on a reference is the last one. */
    private static final String ENTER = """
            INSERT INTO domain.sandbox_charge (merchant_id, reference, amount, currency, result, code, decline_code, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    /** Primary key sandbox_charge_pkey. */
    private static final String FIND = """
            SELECT result, code, decline_code FROM domain.sandbox_charge
            WHERE merchant_id = ? AND reference = ?""";

    private final Sql books;
    private final InstantSource time;

    @Inject
    SandboxProcessor(@OutsideTransactions DataSource books, InstantSource time) {
        this.books = new Sql(books);
        this.time = time;
    }

    @Override
    public boolean serves(boolean livemode) {
        return !livemode;
    }

    @Override
    public boolean knows(String paymentMethod) {
        return TestCard.of(paymentMethod).isPresent();
    }

    @Override
    public Outcome charge(Charge charge) {
        TestCard card = TestCard.of(charge.paymentMethod()).orElseThrow();
        if (card.trouble() == TestCard.Trouble.REQUEST_LOST) {
            return new Outcome.Unknown();
        }
        Outcome.Known result = card.result(charge.capture());
        boolean entered = enter(charge, result);
        if (card.trouble() == TestCard.Trouble.ANSWER_LOST) {
            return new Outcome.Unknown();
        }
        return entered ? result : outcome(lookUp(charge));
    }

    @Override
    public Finding lookUp(Charge charge) {
        return find(charge).orElseGet(() -> {
            close(charge);
            return find(charge).orElseThrow();
        });
    }

    /** Nothing under this reference: it is closed first, so that a request still on its way finds it closed. */
    private void close(Charge charge) {
        enter(charge, CLOSED, null, null);
    }

    private Optional<Finding> find(Charge charge) {
        return books.first(FIND, SandboxProcessor::read, charge.merchant(), charge.reference());
    }

    private static Finding read(ResultSet row) throws SQLException {
        return switch (row.getString(1)) {
            case SUCCEEDED -> new Finding.Settled(new Outcome.Succeeded());
            case AUTHORISED -> new Finding.Settled(new Outcome.RequiresCapture());
            case DECLINED -> new Finding.Settled(new Outcome.Declined(row.getString(2), row.getString(3)));
            default -> new Finding.NeverWillBe();
        };
    }

    private boolean enter(Charge charge, Outcome.Known result) {
        if (result instanceof Outcome.Declined declined) {
            return enter(charge, DECLINED, declined.code(), declined.declineCode());
        }
        return enter(charge, result instanceof Outcome.Succeeded ? SUCCEEDED : AUTHORISED, null, null);
    }

    private boolean enter(Charge charge, String result, @Nullable String code, @Nullable String declineCode) {
        int rows = books.update(
                ENTER,
                charge.merchant(),
                charge.reference(),
                charge.amount(),
                charge.currency(),
                result,
                code,
                declineCode,
                time.instant());
        return rows == 1;
    }

    private static Outcome outcome(Finding finding) {
        return finding instanceof Finding.Settled settled ? settled.outcome() : new Outcome.Unknown();
    }
}
