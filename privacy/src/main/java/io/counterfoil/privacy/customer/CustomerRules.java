package io.counterfoil.privacy.customer;

import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What may be kept of a person. */
final class CustomerRules {

    /** ITU-T E.164: a plus sign, a country code, at most 15 digits in all. */
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private static final Set<String> COUNTRIES =
            Arrays.stream(Locale.getISOCountries()).collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST = 200;
    private static final int LONGEST_POSTAL_CODE = 20;

    private CustomerRules() {}

    /**
     * What a customer is when it is made.
     *
     * @throws Problem that names the first member which is not allowed
     */
    static CustomerData check(CustomerRequest sent) {
        return new CustomerData(
                text("reference", sent.reference()),
                email(sent.email()),
                text("name", sent.name()),
                phone(sent.phone()),
                address(sent.address()));
    }

    /**
     * What a customer is after a change: what wasn't sent stays, {@code null} removes.
     *
     * @throws Problem that names the first member which is not allowed
     */
    static CustomerData change(CustomerData before, Body<CustomerRequest> body) {
        CustomerData sent = check(body.content());
        JsonNode tree = body.tree();
        return new CustomerData(
                tree.has("reference") ? sent.reference() : before.reference(),
                tree.has("email") ? sent.email() : before.email(),
                tree.has("name") ? sent.name() : before.name(),
                tree.has("phone") ? sent.phone() : before.phone(),
                tree.has("address") ? sent.address() : before.address());
    }

    /**
     * An address to search for.
     *
     * @throws Problem when it is missing or none
     */
    static String demandEmail(@Nullable String email) {
        String checked = email(email);
        if (checked == null) {
            throw Problem.invalid("email", "Send the e-mail address to search for.");
        }
        return checked;
    }

    private static @Nullable String text(String param, @Nullable String text) {
        return text == null ? null : Text.required(param, text, LONGEST);
    }

    private static @Nullable String email(@Nullable String email) {
        if (email != null && !EmailAddress.valid(email)) {
            throw Problem.invalid("email", "Send an e-mail address, such as anna@example.com.");
        }
        return email;
    }

    private static @Nullable String phone(@Nullable String phone) {
        if (phone != null && !PHONE.matcher(phone).matches()) {
            throw Problem.invalid("phone", "Send a number in E.164 form, such as +4930123456.");
        }
        return phone;
    }

    private static @Nullable Address address(@Nullable Address sent) {
        if (sent == null) {
            return null;
        }
        String country = sent.country();
        if (country == null || !COUNTRIES.contains(country)) {
            throw Problem.invalid("address.country", "Send an ISO 3166-1 code of two capitals, such as DE.");
        }
        return new Address(
                Text.required("address.line1", sent.line1(), LONGEST),
                optional("address.line2", sent.line2()),
                Text.required("address.city", sent.city(), LONGEST),
                Text.required("address.postal_code", sent.postalCode(), LONGEST_POSTAL_CODE),
                optional("address.state", sent.state()),
                country);
    }

    private static @Nullable String optional(String param, @Nullable String text) {
        Optional<String> checked = Text.optional(param, text, LONGEST);
        return checked.orElse(null);
    }
}
