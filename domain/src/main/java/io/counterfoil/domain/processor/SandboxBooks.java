package io.counterfoil.domain.processor;

import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Sql;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's own books. Each line commits by itself, before our outcome does, so that a crash in between leaves what a
 * real processor would leave. The first word on a reference is the last one.
 */
@Singleton
final class SandboxBooks {

    private static final String SUCCEEDED = "succeeded";
    private static final String AUTHORISED = "authorised";
    private static final String DECLINED = "declined";
    private static final String CLOSED = "closed";

    /** Primary key sandbox_charge_pkey. */
    private static final String ENTER_CHARGE = """
        INSERT INTO domain.sandbox_charge (merchant_id, reference, amount, currency, result, code, decline_code, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING\
        """;

    /** Primary key sandbox_charge_pkey. */
    private static final String FIND_CHARGE = """
        SELECT result, code, decline_code FROM domain.sandbox_charge
        WHERE merchant_id = ? AND reference = ?\
        """;

    /** Primary key sandbox_instruction_pkey. */
    private static final String ENTER_INSTRUCTION = """
        INSERT INTO domain.sandbox_instruction (merchant_id, reference, charge, kind, amount, result, code, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING\
        """;

    /** Primary key sandbox_instruction_pkey. */
    private static final String FIND_INSTRUCTION = """
        SELECT result, code, code FROM domain.sandbox_instruction
        WHERE merchant_id = ? AND reference = ?\
        """;

    private final Sql sql;
    private final InstantSource time;

    @Inject
    SandboxBooks(@OutsideTransactions DataSource source, InstantSource time) {
        this.sql = new Sql(source);
        this.time = time;
    }

    /** Writes a charge's end down; false where its reference has a line already. */
    boolean enter(Charge charge, Outcome.Known result) {
        if (result instanceof Outcome.Declined declined) {
            return enter(charge, DECLINED, declined.code(), declined.declineCode());
        }
        return enter(charge, result instanceof Outcome.Succeeded ? SUCCEEDED : AUTHORISED, null, null);
    }

    /** Writes an instruction's end down; false where its reference has a line already. */
    boolean enter(Instruction instruction, Outcome.Known result) {
        return result instanceof Outcome.Declined declined
                ? enter(instruction, DECLINED, declined.code())
                : enter(instruction, SUCCEEDED, null);
    }

    /** Nothing may be done under this reference any more: a request that is still on its way finds it closed. */
    void close(Charge charge) {
        enter(charge, CLOSED, null, null);
    }

    void close(Instruction instruction) {
        enter(instruction, CLOSED, null);
    }

    Optional<Finding> find(Charge charge) {
        return sql.first(FIND_CHARGE, SandboxBooks::read, charge.merchant(), charge.reference());
    }

    Optional<Finding> find(Instruction instruction) {
        return sql.first(
                FIND_INSTRUCTION, SandboxBooks::read, instruction.charge().merchant(), instruction.reference());
    }

    private static Finding read(ResultSet row) throws SQLException {
        return switch (row.getString(1)) {
            case SUCCEEDED -> new Finding.Settled(new Outcome.Succeeded());
            case AUTHORISED -> new Finding.Settled(new Outcome.RequiresCapture());
            case DECLINED -> new Finding.Settled(new Outcome.Declined(row.getString(2), row.getString(3)));
            default -> new Finding.NeverWillBe();
        };
    }

    private boolean enter(Charge charge, String result, @Nullable String code, @Nullable String declineCode) {
        int lines = sql.update(
                ENTER_CHARGE,
                charge.merchant(),
                charge.reference(),
                charge.amount(),
                charge.currency(),
                result,
                code,
                declineCode,
                time.instant());
        return lines == 1;
    }

    private boolean enter(Instruction instruction, String result, @Nullable String code) {
        int lines = sql.update(
                ENTER_INSTRUCTION,
                instruction.charge().merchant(),
                instruction.reference(),
                instruction.charge().reference(),
                instruction.kind().name().toLowerCase(Locale.ROOT),
                instruction.amount(),
                result,
                code,
                time.instant());
        return lines == 1;
    }
}
