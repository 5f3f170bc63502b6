package io.counterfoil.domain.personaldata;

import io.counterfoil.domain.rest.Call;
import java.util.List;
import java.util.Set;

/** Who opened which data of whom, why and when. Implemented by {@code privacy.accesslog}. */
public interface AccessLog {

    /**
     * What of a person is opened.
     *
     * @param fields names of members, such as {@code email}
     */
    record Opened(DataSubject subject, Set<String> fields) {

        public Opened {
            fields = Set.copyOf(fields);
        }
    }

    /**
     * Notes it; when this returns, it is on the disk. To be called before the data are handed out.
     *
     * @param purpose what they are opened for, {@code object.verb} in snake_case, such as {@code customer.read}
     * @param reason what whoever calls said, such as the number of a ticket; empty where nothing was said
     */
    void note(Call call, String purpose, String reason, List<Opened> opened);
}
