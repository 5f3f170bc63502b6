package io.counterfoil.domain.personaldata;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import java.util.Optional;
import java.util.UUID;

/** The people whose data a merchant keeps here. Implemented by {@code privacy.customer}. */
public interface DataSubjects {

    /** What may be done with a person's data. */
    enum Standing {
        /** Not a customer of this merchant, in this mode. */
        UNKNOWN,
        PRESENT,
        /** Kept, and not to be used (GDPR, Article 18). */
        RESTRICTED,
        ERASED
    }

    Standing standing(DataSubject subject);

    /** Whose customer this is, whoever the merchant. */
    Optional<DataSubject> find(UUID customer);

    /**
     * The person that a call is about: a merchant reaches its own, of its key's mode; who may see any merchant's, any.
     *
     * @param customer an id as it stands outside
     * @throws Problem 404 when it is none; whether there is such a person is not asked where a merchant calls
     */
    default DataSubject reach(Call call, String customer) {
        UUID id = IdKind.CUSTOMER.parse(customer).orElseThrow(Problem::notFound);
        return call.caller() instanceof Caller.MerchantKey key
                ? new DataSubject(key.merchant(), key.livemode(), id)
                : find(id).orElseThrow(Problem::notFound);
    }

    /** Whether a merchant has this customer, in this mode, and has not erased it. */
    default boolean exists(UUID merchant, boolean livemode, UUID customer) {
        Standing standing = standing(new DataSubject(merchant, livemode, customer));
        return standing == Standing.PRESENT || standing == Standing.RESTRICTED;
    }
}
