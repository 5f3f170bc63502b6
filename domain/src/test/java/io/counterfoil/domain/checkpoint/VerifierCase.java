package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterfoil.domain.receipt.Receipt;
import io.counterfoil.domain.receipt.ReceiptSecret;
import io.counterfoil.domain.receipt.SignedReceipt;
import io.counterfoil.domain.signednote.NoteSignature;
import io.counterfoil.domain.signednote.NoteSigner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a verifier is given: a receipt and its proof as they were saved, and the log's keys, a line each. */
record VerifierCase(String name, byte[] receipt, byte[] proof, String key) {

    private static final SignedReceipt RECEIPT = new Receipt(
                    "rcp_01jd3k0000000000000000000c",
                    Receipt.Kind.PAYMENT,
                    "pay_01jd3k0000000000000000000b",
                    "mer_01jd3k0000000000000000000a",
                    true,
                    1250,
                    "EUR",
                    "succeeded",
                    Optional.of("order-1001?"),
                    "8e03978e-40d5-43dd-bc93-6894a57f9324",
                    Instant.parse("2026-11-24T02:15:08.123456Z"),
                    "00112233445566778899aabbccddeeff",
                    "rsk_01")
            .sign(new ReceiptSecret("rsk_01", "rcs_live_" + "k7Qx".repeat(8)));

    private static final int INDEX = 2;
    private static final SmallLog LOG = SmallLog.holding(IntStream.range(0, 6)
            .mapToObj(i -> i == INDEX ? RECEIPT.logEntry() : SmallLog.entry(i))
            .toList());

    /** The key that takes over from the log's first one. */
    private static final NoteSigner NEXT =
            new NoteSigner(LOG.verifier().name(), "n".repeat(32).getBytes(UTF_8));

    private static final String BOTH = LOG.verifier() + "\n" + NEXT.verifier() + "\n";

    /** All in order. */
    static VerifierCase good() {
        String proof = LOG.prove(INDEX).text();
        return new VerifierCase(
                "good", RECEIPT.served(), proof.getBytes(UTF_8), LOG.verifier().text());
    }

    /** What is another spelling of the same. */
    static List<VerifierCase> alsoGood() {
        VerifierCase good = good();
        NoteSigner witness = new NoteSigner("witness.example", new byte[32]);
        List<VerifierCase> cases = new ArrayList<>(List.of(
                good,
                good.withReceipt(
                        "white space", receipt -> receipt.replace(",", ",\n  ").replace("\":", "\" :\t") + "\r\n"),
                good.withReceipt(
                        "another order",
                        receipt -> "{\"signature\":\"" + RECEIPT.signature() + "\","
                                + RECEIPT.signed().substring(1)),
                good.withReceipt("escapes", receipt -> receipt.replace("order-1001", "\\u006frder\\u002d1001")),
                good.withReceipt("a number's other form", receipt -> receipt.replace("1250", "12.50e+2")),
                good.withProof("extra data", proof -> proof.replace("index", "extra aGVsbG8=\nindex")),
                good.withProof("a witness", proof -> proof + wrongly(witness)),
                good.withKey("a newline behind the key", good.key + "\n"),
                good.withKey("the key and the next one", BOTH),
                good.withKey("the next key and this one", NEXT.verifier() + "\n" + good.key),
                good.withProof("the next key wrongly, which nobody knows yet", proof -> proof + wrongly(NEXT)),
                witnessed(),
                signedByBoth("both sign, both are known", true, true),
                signedByBoth("both sign, the older is known", true, false),
                signedByBoth("both sign, the newer is known", false, true)));
        shapes().forEach(cases::add);
        return cases;
    }

    /** The way from the leaf to the root, in trees of many shapes: from their edges, and from within. */
    private static Stream<VerifierCase> shapes() {
        return IntStream.of(1, 2, 3, 7, 8, 255, 256, 257, 1000)
                .boxed()
                .flatMap(size -> IntStream.of(0, size / 2, size - 2, size - 1)
                        .filter(index -> index >= 0)
                        .distinct()
                        .mapToObj(index -> at(index, size)));
    }

    private static VerifierCase at(int index, int size) {
        SmallLog log = SmallLog.holding(IntStream.range(0, size)
                .mapToObj(i -> i == index ? RECEIPT.logEntry() : SmallLog.entry(i))
                .toList());
        return good().withProof(
                        "leaf %s of %s".formatted(index, size),
                        proof -> log.prove(index).text());
    }

    /** Of each shape: another leaf's place, and a way that is too short or too long. */
    private static Stream<VerifierCase> otherShapes() {
        return shapes().flatMap(good -> Stream.of(
                good.withProof(
                        good.name + " as the one after it",
                        proof -> proof.replaceFirst("index .*", "index " + (good.index() + 1))),
                good.withProof(
                        good.name + " with a hash more",
                        proof -> proof.replaceFirst("\n\n", "\n" + LOG.root().base64() + "\n\n")),
                good.withProof(
                        good.name + " with a hash less", proof -> proof.replaceFirst("(index .*)\n[^\n]*\n", "$1\n"))));
    }

    private long index() {
        return TlogProof.parse(proof).index();
    }

    /** As it is while one key takes over from another; the keys that are given are one of them, or both. */
    static VerifierCase signedByBoth(String name, boolean olderKnown, boolean newerKnown) {
        TlogProof proof = LOG.prove(INDEX);
        String known = olderKnown && newerKnown ? BOTH : (olderKnown ? LOG.verifier() : NEXT.verifier()).text();
        return good().withProof(
                        name, text -> new TlogProof(INDEX, proof.path(), NEXT.cosign(proof.checkpoint())).text())
                .withKey(name, known);
    }

    /** With the line of a witness: a time and a signature behind its key's id (c2sp.org/tlog-cosignature). */
    static VerifierCase witnessed() {
        byte[] stamped = new byte[Integer.BYTES + Long.BYTES + 64];
        Arrays.fill(stamped, (byte) 0x5a);
        NoteSignature line =
                new NoteSignature("witness.example/w1", Base64.getEncoder().encodeToString(stamped));
        return good().withProof("witnessed", proof -> proof + line.line() + "\n");
    }

    /** A signature line of this key's, over another text. */
    private static String wrongly(NoteSigner signer) {
        return signer.sign("x\n").signatures().get(0).line() + "\n";
    }

    /** What is wrong in one thing. */
    static List<VerifierCase> tampered() {
        VerifierCase good = good();
        List<VerifierCase> cases = new ArrayList<>(flips(good));
        Stream.of(
                        List.of("\"amount\":1250", "\"amount\":1251"),
                        List.of("\"amount\":1250", "\"amount\":\"1250\""),
                        List.of("\"amount\":1250", "\"amount\":1250.5"),
                        List.of("\"amount\":1250", "\"amount\":1e400"),
                        List.of("\"amount\":1250", "\"amount\":NaN"),
                        List.of("\"amount\":1250", "\"amount\":01250"),
                        List.of("\"amount\":1250", "\"amount\":9007199254740993"),
                        List.of("\"amount\":1250", "\"amount\":" + "9".repeat(5000)),
                        List.of("\"amount\":1250", "\"amount\":99999999,\"amount\":1250"),
                        List.of("\"amount\":1250", "\"amount\":[1250]"),
                        List.of("\"amount\":1250", "\"amount\":{}"),
                        List.of("\"amount\":1250,", ""),
                        List.of("\"amount\":1250", "\"amount\":1250,\"note\":\"x\""),
                        List.of("\"amount\":1250", "\"amount\":1250,\"__proto__\":null"),
                        List.of("order-1001", "order-1002"),
                        List.of("order-1001", "order-\\ud8001"),
                        List.of("order-1001", "order-\ud83d\ude00\\ud83d\\ude00\u2028\u007f\\u0000\\/"),
                        List.of("\"order-1001?\"", "null"),
                        // what a careless encoder makes of half a surrogate pair
                        List.of("?", "\\ud800"),
                        List.of("\"livemode\":true", "\"livemode\":false"),
                        List.of("\"signature\":\"", "\"signature\":\"0"),
                        List.of(",\"signature\":\"" + RECEIPT.signature() + "\"", ""),
                        List.of(RECEIPT.signature(), RECEIPT.signature().toUpperCase(java.util.Locale.ROOT)),
                        List.of("{", "[{"),
                        List.of("}", "}}"),
                        List.of("}", "}\u0000"),
                        List.of("{", "\ufeff{"))
                .map(change -> good.withReceipt(change.toString(), text -> text.replace(change.get(0), change.get(1))))
                .forEach(cases::add);
        Stream.of("", "null", "[]", "1", "\"\"", "{}", "[".repeat(100_000))
                .map(text -> good.withReceipt("receipt " + text.length(), receipt -> text))
                .forEach(cases::add);
        cases.addAll(otherProofs(good));
        otherShapes().forEach(cases::add);
        return cases;
    }

    private static List<VerifierCase> otherProofs(VerifierCase good) {
        NoteSigner stranger =
                new NoteSigner(LOG.verifier().name(), "k".repeat(32).getBytes(UTF_8));
        NoteSigner elsewhere = new NoteSigner("example.com/other", new byte[32]);
        TlogProof proof = LOG.prove(INDEX);
        String foreign = new Checkpoint("example.com/audit", 6, LOG.root()).text();
        String smaller = new Checkpoint(LOG.verifier().name(), 2, LOG.root()).text();
        return List.of(
                good.withProof("nothing", text -> ""),
                good.withProof("another header", text -> text.replace("@v1", "@v2")),
                good.withProof("another index", text -> text.replace("index 2", "index 3")),
                good.withProof("an index too large", text -> text.replace("index 2", "index 6")),
                good.withProof("an index with a zero", text -> text.replace("index 2", "index 02")),
                good.withProof("an index beyond all", text -> text.replace("index 2", "index 99999999999999999999")),
                good.withProof("another leaf's", text -> LOG.prove(INDEX + 1).text()),
                good.withProof(
                        "one hash less",
                        text -> text.replace(proof.path().get(0).base64() + "\n", "")),
                good.withProof(
                        "one hash more",
                        text -> text.replace(
                                "index 2\n", "index 2\n" + LOG.root().base64() + "\n")),
                good.withProof("no signature", text -> text.substring(0, text.indexOf('\u2014'))),
                good.withProof("a line behind", text -> text + "x\n"),
                good.withProof("no newline at the end", String::strip),
                good.withProof("carriage returns", text -> text.replace("\n", "\r\n")),
                good.withProof(
                        "another log's",
                        text -> new TlogProof(INDEX, proof.path(), LOG.signer().sign(foreign)).text()),
                good.withProof(
                        "a smaller tree",
                        text -> new TlogProof(INDEX, proof.path(), LOG.signer().sign(smaller)).text()),
                good.withProof(
                        "a note that is no checkpoint",
                        text -> new TlogProof(INDEX, proof.path(), LOG.signer().sign("hello\n")).text()),
                good.withProof("wrongly signed by a known key beside a right one", text -> text + wrongly(NEXT))
                        .withKey("wrongly signed by a known key beside a right one", BOTH),
                good.withProof("wrongly signed by a known key", text -> text.replaceFirst("\u2014 .*\n", wrongly(NEXT)))
                        .withKey("wrongly signed by a known key", BOTH),
                good.withProof(
                                "signed by another log's key",
                                text -> new TlogProof(
                                                INDEX,
                                                proof.path(),
                                                elsewhere.sign(
                                                        new Checkpoint(good.key.split("\\+")[0], 6, LOG.root()).text()))
                                        .text())
                        .withKey("signed by another log's key, both known", good.key + "\n" + elsewhere.verifier()),
                good.withKey("a malformed key behind a good one", good.key + "\nx"),
                good.withKey("an empty line behind the keys", BOTH + "\n"),
                good.withKey("", ""),
                good.withKey("a stranger's key", stranger.verifier().text()),
                good.withKey("a key of another name", elsewhere.verifier().text()),
                good.withKey("another hash", LOG.verifier().text().replaceFirst("\\+[0-9a-f]{8}", "+00000000")),
                good.withKey("a key cut short", LOG.verifier().text().substring(0, 50)));
    }

    /** Every byte of receipt and proof with one bit changed; but for the signature, of which nobody else can judge. */
    private static List<VerifierCase> flips(VerifierCase good) {
        int signature = new String(good.receipt, UTF_8).indexOf(RECEIPT.signature());
        List<VerifierCase> cases = new ArrayList<>();
        for (int at = 0; at < good.receipt.length; at++) {
            if (at < signature || at >= signature + RECEIPT.signature().length()) {
                byte[] flipped = flip(good.receipt, at);
                cases.add(new VerifierCase("receipt byte " + at, flipped, good.proof, good.key));
            }
        }
        for (int at = 0; at < good.proof.length; at++) {
            cases.add(new VerifierCase("proof byte " + at, good.receipt, flip(good.proof, at), good.key));
        }
        return cases;
    }

    /** Each digit of the signature with one of its four low bits changed: now another digit, or none. */
    static List<VerifierCase> signatureFlips() {
        VerifierCase good = good();
        int signature = new String(good.receipt, UTF_8).indexOf(RECEIPT.signature());
        List<VerifierCase> cases = new ArrayList<>();
        for (int digit = 0; digit < RECEIPT.signature().length(); digit++) {
            for (int bit = 0; bit < 4; bit++) {
                byte[] flipped = good.receipt.clone();
                flipped[signature + digit] ^= (byte) (1 << bit);
                boolean another = "0123456789abcdef".indexOf(flipped[signature + digit]) >= 0;
                cases.add(new VerifierCase(
                        "digit %s, bit %s: %s".formatted(digit, bit, another ? "another digit" : "no digit"),
                        flipped,
                        good.proof,
                        good.key));
            }
        }
        return cases;
    }

    private static byte[] flip(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << (at % 8));
        return flipped;
    }

    private VerifierCase withReceipt(String change, UnaryOperator<String> changed) {
        return new VerifierCase(
                change, changed.apply(new String(receipt, UTF_8)).getBytes(UTF_8), proof, key);
    }

    private VerifierCase withProof(String change, UnaryOperator<String> changed) {
        return new VerifierCase(
                change, receipt, changed.apply(new String(proof, UTF_8)).getBytes(UTF_8), key);
    }

    private VerifierCase withKey(String change, String other) {
        return new VerifierCase(change, receipt, proof, other);
    }

    /** One line for the programs that take many cases. */
    String line() {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(receipt) + " " + base64.encodeToString(proof) + " "
                + base64.encodeToString(key.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return name;
    }
}
