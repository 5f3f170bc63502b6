package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.time.Duration;

/**
 * A request whose body must arrive within a time, from its first to its last byte. Liberty's own time-out is for each read:
 * a sender of one byte every few seconds would hold a thread for days.
 */
final class TimedBody extends HttpServletRequestWrapper {

    private final HttpServletRequest request;
    private final Duration most;

    TimedBody(HttpServletRequest request, Duration most) {
        super(request);
        this.request = request;
        this.most = most;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Timed(request.getInputStream(), System.nanoTime() + most.toNanos());
    }

    private static final class Timed extends ServletInputStream {

        private final ServletInputStream body;
        private final long deadline;

        Timed(ServletInputStream body, long deadline) {
            this.body = body;
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? count : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (System.nanoTime() - deadline > 0) {
                throw tooSlow();
            }
            try {
                return body.read(bytes, offset, length);
            } catch (IOException silentOrGone) {
                throw tooSlow();
            }
        }

        private static Problem tooSlow() {
            return new Problem(
                            408,
                            "body_too_slow",
                            "The body did not arrive in time",
                            "Nothing was done. Send the same request again, whole and at once.",
                            true)
                    .header("Connection", "close");
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
