package io.counterfoil.privacy.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.Sealed;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The vault behind the port of the domain, with the server's own root key. */
@ExtendWith(ArquillianExtension.class)
class VaultInContainerIT {

    private static final UUID MERCHANT = new UUID(1, 1);
    private static final UUID SUBJECT = new UUID(2, 2);
    private static final Field PLACE = new Field(MERCHANT, Optional.of(SUBJECT), "payment.description", "pay_1");
    private static final byte[] TEXT = "Zwei Bücher".getBytes(StandardCharsets.UTF_8);

    @Inject
    private PersonalDataVault vault;

    @Inject
    private SubjectKeys keys;

    @BeforeEach
    void a_subject() {
        keys.create(MERCHANT, SUBJECT);
    }

    @Test
    void opens_what_it_sealed() {
        assertThat(vault.open(PLACE, vault.seal(PLACE, TEXT))).isEqualTo(TEXT);
    }

    @Test
    void seals_the_same_text_differently_each_time_and_shows_nothing_of_it() {
        Sealed sealed = vault.seal(PLACE, TEXT);
        assertThat(sealed).isNotEqualTo(vault.seal(PLACE, TEXT));
        assertThat(sealed.toString()).matches("\\[sealed [0-9]+ B]");
    }

    @Test
    void does_not_open_what_was_moved_to_another_place() {
        Sealed sealed = vault.seal(PLACE, TEXT);
        refuses(new Field(new UUID(9, 9), Optional.of(SUBJECT), PLACE.column(), PLACE.row()), sealed);
        keys.create(MERCHANT, new UUID(9, 9));
        keys.create(new UUID(9, 9), SUBJECT);
        refuses(new Field(MERCHANT, Optional.of(new UUID(9, 9)), PLACE.column(), PLACE.row()), sealed);
        refuses(new Field(MERCHANT, Optional.empty(), PLACE.column(), PLACE.row()), sealed);
        refuses(new Field(MERCHANT, Optional.of(SUBJECT), "payment.metadata", PLACE.row()), sealed);
        refuses(new Field(MERCHANT, Optional.of(SUBJECT), PLACE.column(), "pay_2"), sealed);
    }

    @Test
    void does_not_open_what_was_changed() {
        byte[] bytes = vault.seal(PLACE, TEXT).bytes();
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            refuses(PLACE, new Sealed(changed));
        }
    }

    private void refuses(Field place, Sealed sealed) {
        assertThatThrownBy(() -> vault.open(place, sealed)).isInstanceOf(SealBroken.class);
    }
}
