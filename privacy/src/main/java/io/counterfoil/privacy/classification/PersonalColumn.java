package io.counterfoil.privacy.classification;

import io.counterfoil.domain.personaldata.Personal;
import java.util.List;

/**
 * A column that holds personal data.
 *
 * @param name table and column, such as {@code payment.description}
 * @param recipients who gets it besides the merchant
 */
public record PersonalColumn(
        String schema,
        String name,
        Personal.Category category,
        String purpose,
        Personal.Basis basis,
        String retention,
        List<String> recipients,
        Personal.Fate onErasure) {}
