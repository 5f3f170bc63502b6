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
     * Who opens it.
     *
     * @param actor an id as it stands outside, {@code subject} for the person, {@code system} for work in the background
     * @param request the request id of the call; of work in the background the id of what it is done for
     */
    record Opener(String actor, String request) {

        public static Opener of(Call call) {
            return new Opener(call.actor(), call.requestId());
        }

        /** The person, who has proved to be it. */
        public static Opener subject(Call call) {
            return new Opener("subject", call.requestId());
        }

        /** The server by itself. */
        public static Opener system(String request) {
            return new Opener("system", request);
        }
    }

    /**
     * Notes it; when this returns, it is on the disk. To be called before the data are handed out.
     *
     * @param purpose what they are opened for, {@code object.verb} in snake_case, such as {@code customer.read}
     * @param reason what whoever calls said, such as the number of a ticket; empty where nothing was said
     */
    void note(Opener opener, String purpose, String reason, List<Opened> opened);

    /** The same, of whoever calls. */
    default void note(Call call, String purpose, String reason, List<Opened> opened) {
        note(Opener.of(call), purpose, reason, opened);
    }
}
