package io.counterfoil.liberty.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A processor to test against: the part of Stripe's API that Counterfoil uses, in a process of its own, with books that it
 * forces to disk before it answers. The payment method is the command: {@code pm_delay_3000} charges after three seconds,
 * {@code pm_hang_5000} charges and then keeps silent, {@code pm_drop_0} charges and drops the connection, {@code
 * pm_before_0} answers 500 before it charges and {@code pm_after_0} after, {@code pm_garbage_0} charges and answers
 * nonsense, {@code pm_later_2000} drops the connection and charges afterwards, {@code pm_slow_3000} takes its time over the
 * intent itself, {@code pm_no_0} declines, {@code pm_lapse_0} holds the amount and lets it go again at once, anything else charges. Captures, voids and refunds of {@code pm_mute_0} are done
 * and their first answer is lost, those of {@code pm_deaf_0} are done and answered 500. As Stripe does it, the first answer
 * to a key is the answer for ever, a 500 too. {@code POST /down} and {@code /up} end and begin service.
 */
final class StandIn {

    private static final String UNEXPECTED_STATE =
            "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"payment_intent_unexpected_state\"}}";

    private final Map<String, Intent> intents = new ConcurrentHashMap<>();
    private final Map<String, String> refunds = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> charges = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final FileChannel books;
    private volatile boolean down;

    private StandIn(Path books) throws IOException {
        this.books = FileChannel.open(books, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    public static void main(String[] arguments) throws IOException {
        StandIn standIn = new StandIn(Path.of(arguments[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", standIn::serve);
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    /** What a command says, and after how many milliseconds. */
    private record Command(String what, long milliseconds) {

        static Command of(String paymentMethod) {
            String[] parts = paymentMethod.split("_", -1);
            return parts.length == 3 && parts[2].matches("[0-9]{1,6}")
                    ? new Command(parts[1], Long.parseLong(parts[2]))
                    : new Command("charge", 0);
        }
    }

    private record Answer(int status, String body) {

        static Answer failure() {
            return new Answer(500, "{\"error\":{\"type\":\"api_error\"}}");
        }
    }

    private static final class Intent {
        final String id;
        final String reference;
        final long amount;
        final boolean manual;
        final Command command;
        String status = "requires_confirmation";

        Intent(String id, Map<String, String> form) {
            this.id = id;
            this.reference = form.get("metadata[counterfoil_payment]");
            this.amount = Long.parseLong(form.get("amount"));
            this.manual = Objects.equals(form.get("capture_method"), "manual");
            this.command = Command.of(form.get("payment_method"));
        }

        synchronized String json() {
            String error = status.equals("requires_payment_method")
                    ? "{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\"insufficient_funds\"}"
                    : "null";
            return """
                {"id":"%s","object":"payment_intent","status":"%s","amount":%s,"last_payment_error":%s}\
                """.formatted(id, status, amount, error);
        }

        /** Moves from one state to another; false where it is in neither. */
        synchronized boolean move(String from, String to) {
            boolean possible = status.equals(from);
            if (possible) {
                status = to;
            }
            return possible;
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, String> form = form(exchange);
        try {
            if (path.equals("/books")) {
                answer(exchange, 200, charges.toString());
            } else if (path.equals("/down") || path.equals("/up")) {
                down = path.equals("/down");
                answer(exchange, 200, "{}");
            } else if (down) {
                exchange.close();
            } else {
                once(exchange, path, form);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                form.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    /** A key that was answered gets the same answer again, as Stripe does it. */
    private void once(HttpExchange exchange, String path, Map<String, String> form)
            throws IOException, InterruptedException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        Answer known = key == null ? null : answers.get(key);
        if (known != null) {
            exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
            answer(exchange, known.status(), known.body());
            return;
        }
        String[] parts = path.split("/");
        if (path.equals("/v1/payment_intents")) {
            create(exchange, key, form);
        } else if (exchange.getRequestMethod().equals("GET")
                && (path.equals("/v1/refunds") || path.endsWith("/search"))) {
            list(exchange, path);
        } else if (path.startsWith("/v1/refunds/")) {
            answer(exchange, 200, refunds.get(parts[3]));
        } else if (path.equals("/v1/refunds")) {
            Intent intent = intents.get(form.get("payment_intent"));
            write("refund", intent.reference, Long.parseLong(form.get("amount")));
            String id = "re_" + ids.incrementAndGet();
            String refund = """
                {"id":"%s","object":"refund","status":"succeeded","payment_intent":"%s","metadata":{"counterfoil_refund":"%s"}}\
                """.formatted(id, intent.id, form.get("metadata[counterfoil_refund]"));
            refunds.put(id, refund);
            tell(exchange, key, intent, refund);
        } else if (parts.length == 4) {
            answer(exchange, 200, intents.get(parts[3]).json());
        } else if (parts[4].equals("confirm")) {
            confirm(exchange, key, intents.get(parts[3]));
        } else if (parts[4].equals("cancel")) {
            Intent intent = intents.get(parts[3]);
            boolean done =
                    intent.move("requires_confirmation", "canceled") || intent.move("requires_capture", "canceled");
            if (done) {
                write("cancel", intent.reference, intent.amount);
                tell(exchange, key, intent, intent.json());
            } else {
                answer(exchange, 400, UNEXPECTED_STATE);
            }
        } else {
            Intent intent = intents.get(parts[3]);
            if (intent.move("requires_capture", "succeeded")) {
                write("capture", intent.reference, Long.parseLong(form.get("amount_to_capture")));
                tell(exchange, key, intent, intent.json());
            } else {
                answer(exchange, 400, UNEXPECTED_STATE);
            }
        }
    }

    /** The refunds of an intent, or the intent of a payment: whatever the query names. */
    private void list(HttpExchange exchange, String path) throws IOException {
        String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
        String wanted = "\"" + query.replaceFirst(".*payment_intent=(\\w+).*", "$1") + "\"";
        List<String> found = path.equals("/v1/refunds")
                ? refunds.values().stream()
                        .filter(refund -> refund.contains(wanted))
                        .toList()
                : intents.values().stream()
                        .filter(intent -> query.contains("'" + intent.reference + "'"))
                        .map(Intent::json)
                        .toList();
        answer(
                exchange,
                200,
                "{\"object\":\"list\",\"url\":\"%s\",\"has_more\":false,\"data\":[%s]}"
                        .formatted(path, String.join(",", found)));
    }

    /** Keeps the answer to what was done; one that is lost is lost once. */
    private void tell(HttpExchange exchange, String key, Intent intent, String body) throws IOException {
        switch (intent.command.what()) {
            case "mute" -> remember(key, new Answer(200, body));
            case "deaf" -> fail(exchange, key);
            default -> keep(exchange, key, body);
        }
    }

    private void fail(HttpExchange exchange, String key) throws IOException {
        remember(key, Answer.failure());
        answer(exchange, Answer.failure().status(), Answer.failure().body());
    }

    /** A void comes without a key. */
    private void remember(String key, Answer answer) {
        if (key != null) {
            answers.put(key, answer);
        }
    }

    private void create(HttpExchange exchange, String key, Map<String, String> form)
            throws IOException, InterruptedException {
        Answer made = answers.computeIfAbsent(key, absent -> {
            Intent intent = new Intent("pi_" + ids.incrementAndGet(), form);
            intents.put(intent.id, intent);
            return new Answer(200, intent.json());
        });
        Command command = Command.of(form.get("payment_method"));
        if (command.what().equals("slow")) {
            Thread.sleep(command.milliseconds());
        }
        answer(exchange, made.status(), made.body());
    }

    private void confirm(HttpExchange exchange, String key, Intent intent) throws IOException, InterruptedException {
        Command command = intent.command;
        switch (command.what()) {
            case "delay" -> {
                Thread.sleep(command.milliseconds());
                charge(intent);
                keep(exchange, key, intent.json());
            }
            case "hang" -> {
                charge(intent);
                answers.put(key, new Answer(200, intent.json()));
                Thread.sleep(command.milliseconds());
            }
            case "drop" -> charge(intent);
            case "later" -> {
                intent.move("requires_confirmation", "processing");
                exchange.close();
                Thread.sleep(command.milliseconds());
                charge(intent);
            }
            case "before" -> fail(exchange, key);
            case "after" -> {
                charge(intent);
                fail(exchange, key);
            }
            case "garbage" -> {
                charge(intent);
                answer(exchange, 200, "<html>It works!</html>");
            }
            case "no" -> {
                intent.move("requires_confirmation", "requires_payment_method");
                String declined =
                        "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\"insufficient_funds\",\"message\":\"no\"}}";
                answers.put(key, new Answer(402, declined));
                answer(exchange, 402, declined);
            }
            default -> {
                charge(intent);
                String charged = intent.json();
                if (command.what().equals("lapse")) {
                    intent.move("requires_capture", "canceled");
                }
                keep(exchange, key, charged);
            }
        }
    }

    /** An intent that was cancelled is charged no more. */
    private void charge(Intent intent) {
        String end = intent.manual ? "requires_capture" : "succeeded";
        if (intent.move("requires_confirmation", end) || intent.move("processing", end)) {
            charges.computeIfAbsent(intent.reference, absent -> new AtomicInteger())
                    .incrementAndGet();
            write("charge", intent.reference, intent.amount);
        }
    }

    private synchronized void write(String what, String reference, long amount) {
        try {
            books.write(ByteBuffer.wrap(
                    "%s %s %s%n".formatted(what, reference, amount).getBytes(StandardCharsets.UTF_8)));
            books.force(true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void keep(HttpExchange exchange, String key, String body) throws IOException {
        remember(key, new Answer(200, body));
        answer(exchange, 200, body);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
