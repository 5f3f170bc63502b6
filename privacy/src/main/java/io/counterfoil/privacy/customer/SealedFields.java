package io.counterfoil.privacy.customer;

import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Seals and opens what a customer's row holds, each part for its own column. */
@Singleton
final class SealedFields {

    static final String REFERENCE = "customer.reference";
    static final String EMAIL = "customer.email";
    static final String NAME = "customer.name";
    static final String PHONE = "customer.phone";
    static final String ADDRESS = "customer.address";

    private final PersonalDataVault vault;

    @Inject
    SealedFields(PersonalDataVault vault) {
        this.vault = vault;
    }

    void seal(Customer customer, CustomerData data) {
        customer.reference = text(customer, REFERENCE, data.reference());
        customer.email = text(customer, EMAIL, data.email());
        customer.name = text(customer, NAME, data.name());
        customer.phone = text(customer, PHONE, data.phone());
        customer.address = data.address() == null
                ? null
                : vault.seal(field(customer, ADDRESS), Json.write(data.address()))
                        .bytes();
    }

    /**
     * Opens all of it.
     *
     * @throws SealBroken when one value does not open
     */
    CustomerData open(Customer customer) {
        return open(customer, (place, changed) -> {
            throw changed;
        });
    }

    /** Opens what opens, and hands over the place of each value that does not. */
    CustomerData open(Customer customer, BiConsumer<Field, SealBroken> broken) {
        byte[] address = bytes(customer, ADDRESS, customer.address, broken);
        return new CustomerData(
                text(customer, REFERENCE, customer.reference, broken),
                text(customer, EMAIL, customer.email, broken),
                text(customer, NAME, customer.name, broken),
                text(customer, PHONE, customer.phone, broken),
                address == null ? null : Json.value(Json.tree(address), Address.class));
    }

    /** One of them alone. */
    Optional<String> email(Customer customer) {
        return Optional.ofNullable(text(customer, EMAIL, customer.email, (place, changed) -> {
            throw changed;
        }));
    }

    /** The columns that hold something. */
    static List<String> present(Customer customer) {
        List<String> present = new ArrayList<>();
        add(present, REFERENCE, customer.reference);
        add(present, EMAIL, customer.email);
        add(present, NAME, customer.name);
        add(present, PHONE, customer.phone);
        add(present, ADDRESS, customer.address);
        return present;
    }

    private static void add(List<String> present, String column, byte @Nullable [] value) {
        if (value != null) {
            present.add(column);
        }
    }

    private byte @Nullable [] text(Customer customer, String column, @Nullable String text) {
        return text == null
                ? null
                : vault.seal(field(customer, column), text.getBytes(StandardCharsets.UTF_8))
                        .bytes();
    }

    private @Nullable String text(
            Customer customer, String column, byte @Nullable [] sealed, BiConsumer<Field, SealBroken> broken) {
        byte[] opened = bytes(customer, column, sealed, broken);
        return opened == null ? null : new String(opened, StandardCharsets.UTF_8);
    }

    private byte @Nullable [] bytes(
            Customer customer, String column, byte @Nullable [] sealed, BiConsumer<Field, SealBroken> broken) {
        if (sealed == null) {
            return null;
        }
        Field place = field(customer, column);
        try {
            return vault.open(place, new Sealed(sealed));
        } catch (SubjectErased gone) {
            throw gone;
        } catch (SealBroken changed) {
            broken.accept(place, changed);
            return null;
        }
    }

    private static Field field(Customer customer, String column) {
        return new Field(customer.merchantId, Optional.of(customer.id), column, customer.text());
    }
}
