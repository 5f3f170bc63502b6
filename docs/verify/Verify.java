import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that a receipt is in Counterfoil's public log. No dependencies; runs offline, on Java 17 and newer.
 *
 * <pre>
 *   java Verify.java receipt.json proof.txt &lt;verifier key&gt;    prints "valid", or "INVALID: why" (exit code 1)
 *   Verify.verify(receipt, proof, key)                         throws Verify.Invalid
 *   java Verify.java audit export.jsonl &lt;verifier key&gt;         the same for an export of the audit log
 *   java Verify.java consistency older newer &lt;tiles&gt; &lt;verifier key&gt; [&lt;key of the newer&gt;]
 *                                                              prints "consistent", or "INVALID: why" (exit code 1)
 *   Verify.consistent(older, newer, tiles, key, newerKey)      throws Verify.Invalid
 * </pre>
 *
 * What is checked: the proof's checkpoint is signed by the log's key, and the receipt, without its signature member, is
 * the entry at the proof's index in the tree that this checkpoint stands for. The receipt's own signature is for the
 * merchant, who shares a secret with the issuer: nobody else can check it, and it is not part of what was logged.
 *
 * <p>In place of a verifier key there may be all that you know, a line each, as the log serves them under {@code keys}. One
 * of them must have signed, and none of them wrongly.
 *
 * <p>Of an export of the audit log: that its checkpoint is signed by the log's key, that each entry is at its place in that
 * tree, and that none is missing between the first and the last.
 *
 * <p>Of two saved checkpoints: that each is signed by its key, and that the tree of the newer one is that of the older
 * one, continued. {@code <tiles>} is the log's URL, or a directory that holds its tiles by the same names: tile/0/000. It
 * need not be trusted: tiles that do not lead to the newer checkpoint are refused.
 */
public final class Verify {

    /** For a tile, whose host need not be trusted. */
    private static final int PATIENCE_MILLIS = 10_000;

    private static final int LARGEST_TILE = 1 << 16;

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern KEY = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+(.+)");
    private static final Pattern SIGNATURE_LINE = Pattern.compile("\u2014 ([^ ]+) ([^ ]+)");

    private Verify() {}

    /** Why a receipt is not proved to be in the log. */
    public static final class Invalid extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Invalid(String why) {
            super(why);
        }
    }

    public static void main(String[] arguments) {
        boolean two = arguments.length > 0 && arguments[0].equals("consistency");
        if (two ? arguments.length < 5 || arguments.length > 6 : arguments.length != 3) {
            System.err.println("usage: java Verify.java receipt.json proof.txt <verifier key>");
            System.err.println("       java Verify.java audit export.jsonl <verifier key>");
            System.err.println(
                    "       java Verify.java consistency older newer <tiles> <verifier key> [<key of the newer>]");
            System.exit(2);
        }
        try {
            if (two) {
                consistent(
                        Files.readAllBytes(Path.of(arguments[1])),
                        Files.readAllBytes(Path.of(arguments[2])),
                        Tiles.at(arguments[3]),
                        arguments[4],
                        arguments[arguments.length - 1]);
                System.out.println("consistent");
                return;
            }
            if (arguments[0].equals("audit")) {
                System.out.println("valid: " + verifyAudit(Files.readAllLines(Path.of(arguments[1])), arguments[2]));
                return;
            }
            verify(
                    Files.readAllBytes(Path.of(arguments[0])),
                    Files.readAllBytes(Path.of(arguments[1])),
                    arguments[2]);
            System.out.println("valid");
        } catch (Invalid why) {
            System.out.println("INVALID: " + why.getMessage());
            System.exit(1);
        } catch (IOException unreadable) {
            System.out.println("INVALID: a file can't be read: " + unreadable.getMessage());
            System.exit(1);
        }
    }

    /** Checks a receipt and its proof against the log's verifier key. */
    public static void verify(byte[] receipt, byte[] proof, String key) {
        Keys known = Keys.parse(key);
        byte[] entry = sha256(new FlatJson(receipt, "the receipt is not a flat JSON object").signedText());
        Proof read = Proof.parse(proof);
        Checkpoint checkpoint = known.promised(read.note());
        byte[] leaf = sha256(new byte[] {0}, entry);
        if (!climbs(read.index(), checkpoint.size(), read.path(), leaf, checkpoint.root())) {
            throw new Invalid("the receipt is not in the log at this index");
        }
    }

    /** Checks that the tree of one checkpoint is that of an older one, continued; each is signed by its key. */
    public static void consistent(byte[] older, byte[] newer, Tiles tiles, String key, String newerKey) throws IOException {
        String wrong = "the checkpoint is malformed";
        Checkpoint first = Keys.parse(key).promised(decode(older, wrong));
        Checkpoint second = Keys.parse(newerKey).promised(decode(newer, wrong));
        if (!first.origin().equals(second.origin())) {
            throw new Invalid("the checkpoint is of another log");
        }
        if (first.size() > second.size()) {
            throw new Invalid("the older checkpoint is the larger one");
        }
        byte[] continued = first.size() == second.size() ? second.root() : sha256();
        if (first.size() > 0 && first.size() < second.size()) {
            Roots roots = new Tree(second.size(), tiles).roots(first.size(), second.size(), 0);
            if (!Arrays.equals(roots.after(), second.root())) {
                throw new Invalid("the tiles are not those of the newer checkpoint");
            }
            continued = roots.before();
        }
        if (!Arrays.equals(continued, first.root())) {
            throw new Invalid("the newer checkpoint does not continue the older one");
        }
    }

    /** Checks an export of the audit log against the log's verifier key, and says how much it holds. */
    public static String verifyAudit(List<String> lines, String key) {
        Keys known = Keys.parse(key);
        if (lines.isEmpty()) {
            throw new Invalid("the export is empty");
        }
        Map<String, String> head = members(lines.get(0));
        Checkpoint checkpoint = known.promised(text(head, "checkpoint"));
        long first = number(head, "first");
        long last = number(head, "last");
        for (long index = first; index <= last; index++) {
            if (index - first + 1 >= lines.size()) {
                throw new Invalid("entry " + index + " is not in the export");
            }
            Map<String, String> line = members(lines.get((int) (index - first + 1)));
            if (number(line, "index") != index) {
                throw new Invalid("entry " + index + " is not in the export");
            }
            List<byte[]> path = new ArrayList<>();
            for (String hash : text(line, "path").split(" ")) {
                if (!hash.isEmpty()) {
                    path.add(base64(hash, "entry " + index + " has a malformed proof"));
                }
            }
            byte[] leaf = sha256(new byte[] {0}, auditEntry(line, index));
            if (!climbs(index, checkpoint.size(), path, leaf, checkpoint.root())) {
                throw new Invalid("entry " + index + " is not what was sealed");
            }
        }
        if (lines.size() > last - first + 2) {
            throw new Invalid("the export holds more than it says");
        }
        return last < first ? "nothing was sealed in this time" : "entries " + first + " to " + last;
    }

    /** An act's id and the SHA-256 of its canonical JSON; or the SHA-256 of a note that announces a key. */
    private static byte[] auditEntry(Map<String, String> line, long index) {
        if (line.containsKey("announcement")) {
            return sha256(text(line, "announcement"));
        }
        String id = text(line, "id");
        String body = text(line, "body");
        // facts are texts, and come before the id: so this stands nowhere else
        if (!id.matches("aud_[0-7][0-9a-hjkmnp-tv-z]{25}") || !body.contains("},\"id\":\"" + id + "\",")) {
            throw new Invalid("entry " + index + " has another id than its line says");
        }
        ByteBuffer entry = ByteBuffer.allocate(48);
        long high = 0;
        long low = 0;
        for (char digit : id.substring(4).toCharArray()) {
            high = high << 5 | low >>> 59;
            low = low << 5 | "0123456789abcdefghjkmnpqrstvwxyz".indexOf(digit);
        }
        return entry.putLong(high).putLong(low).put(sha256(body)).array();
    }

    private static Map<String, String> members(String line) {
        return new FlatJson(line.getBytes(StandardCharsets.UTF_8), "the export is malformed").read();
    }

    private static String text(Map<String, String> members, String name) {
        String quoted = members.getOrDefault(name, "");
        if (!quoted.startsWith("\"")) {
            throw new Invalid("the export is malformed");
        }
        return new FlatJson(quoted.getBytes(StandardCharsets.UTF_8), "the export is malformed").string();
    }

    private static long number(Map<String, String> members, String name) {
        String digits = members.getOrDefault(name, "");
        if (!digits.matches("-1|" + DECIMAL.pattern())) {
            throw new Invalid("the export is malformed");
        }
        return Long.parseLong(digits);
    }

    /** From the leaf to the root (RFC 9162, section 2.1.3.2). */
    private static boolean climbs(long index, long size, List<byte[]> path, byte[] leaf, byte[] root) {
        if (index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leaf;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = sha256(new byte[] {1}, sibling, hash);
                int up = Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = sha256(new byte[] {1}, hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /** Where the tiles of a log are. */
    @FunctionalInterface
    public interface Tiles {

        /** The bytes of a tile, by a path such as tile/0/000.p/17; null where there is no such tile. */
        byte[] read(String path) throws IOException;

        /** Below a URL, or in a directory. */
        static Tiles at(String place) {
            String url = place.matches("https?:.*") ? place : Path.of(place).toUri().toString();
            URI base = URI.create(url.replaceFirst("/*$", "/"));
            return path -> {
                URLConnection connection = base.resolve(path).toURL().openConnection();
                connection.setConnectTimeout(PATIENCE_MILLIS);
                connection.setReadTimeout(PATIENCE_MILLIS);
                try (InputStream tile = connection.getInputStream()) {
                    return tile.readNBytes(LARGEST_TILE);
                } catch (FileNotFoundException absent) {
                    return null;
                }
            };
        }
    }

    /** The roots of the first leaves, and of all leaves. */
    private record Roots(byte[] before, byte[] after) {}

    /** A tree of one size, by its tiles (c2sp.org/tlog-tiles). */
    private record Tree(long size, Tiles tiles, Map<String, byte[]> read) {

        Tree(long size, Tiles tiles) {
            this(size, tiles, new HashMap<>());
        }

        /** The roots of the first and of all leaves behind a start, from hashes that both have in common (RFC 6962, section 2.1.2). */
        Roots roots(long first, long all, long start) throws IOException {
            if (first == all) {
                byte[] both = hash(start, all);
                return new Roots(both, both);
            }
            long left = Long.highestOneBit(all - 1);
            if (first <= left) {
                Roots roots = roots(first, left, start);
                return new Roots(roots.before(), node(roots.after(), hash(start + left, all - left)));
            }
            byte[] shared = hash(start, left);
            Roots roots = roots(first - left, all - left, start + left);
            return new Roots(node(shared, roots.before()), node(shared, roots.after()));
        }

        /** The hash of leaves that are a subtree. */
        private byte[] hash(long start, long leaves) throws IOException {
            int height = Long.numberOfTrailingZeros(leaves);
            if (height % 8 != 0 || leaves != 1L << height) {
                long left = Long.highestOneBit(leaves - 1);
                return node(hash(start, left), hash(start + left, leaves - left));
            }
            long index = start >>> height;
            String digits = Long.toString(index >>> 8);
            String number = ("0".repeat((3 - digits.length() % 3) % 3) + digits).replaceAll("\\d{3}(?=\\d)", "x$0/");
            String path = "tile/" + height / 8 + "/" + number;
            if (!read.containsKey(path)) {
                read.put(path, tile(path, (size >>> height) - (index & -256)));
            }
            int at = (int) (index & 255) * 32;
            return Arrays.copyOfRange(read.get(path), at, at + 32);
        }

        /** A partial tile may be gone once there is the full one, which begins with it. */
        private byte[] tile(String path, long width) throws IOException {
            byte[] tile = width < 256 ? tiles.read(path + ".p/" + width) : null;
            tile = tile == null ? tiles.read(path) : tile;
            if (tile == null) {
                throw new Invalid("a tile is missing: " + path);
            }
            if (tile.length < 32 * Math.min(width, 256)) {
                throw new Invalid("a tile is cut short: " + path);
            }
            return tile;
        }

        private static byte[] node(byte[] left, byte[] right) {
            return sha256(new byte[] {1}, left, right);
        }
    }

    /** A proof (c2sp.org/tlog-proof). */
    private record Proof(long index, List<byte[]> path, String note) {

        static Proof parse(byte[] bytes) {
            String wrong = "the proof is malformed";
            String text = decode(bytes, wrong);
            int end = text.indexOf("\n\n");
            List<String> lines = new ArrayList<>(List.of(text.substring(0, Math.max(end, 0)).split("\n", -1)));
            if (!lines.remove(0).equals("c2sp.org/tlog-proof@v1")) {
                throw new Invalid(wrong);
            }
            if (!lines.isEmpty() && lines.get(0).startsWith("extra ")) {
                lines.remove(0); // not authenticated: it means nothing here
            }
            String index = lines.isEmpty() ? "" : lines.remove(0);
            List<byte[]> path = lines.stream().map(line -> base64(line, wrong)).toList();
            if (!index.startsWith("index ")
                    || !DECIMAL.matcher(index.substring(6)).matches()
                    || path.stream().anyMatch(hash -> hash.length != 32)) {
                throw new Invalid(wrong);
            }
            return new Proof(Long.parseLong(index.substring(6)), path, text.substring(end + 2));
        }
    }

    /** What the log promised (c2sp.org/tlog-checkpoint). */
    private record Checkpoint(String origin, long size, byte[] root) {

        static Checkpoint parse(String text) {
            String wrong = "the checkpoint is malformed";
            List<String> lines = List.of(text.split("\n", -1));
            // an empty line comes at the end only
            if (lines.size() < 4 || lines.indexOf("") != lines.size() - 1 || !DECIMAL.matcher(lines.get(1)).matches()) {
                throw new Invalid(wrong);
            }
            return new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), base64(lines.get(2), wrong));
        }
    }

    /** All verifier keys that are known, and the notes that they signed (c2sp.org/signed-note). */
    private record Keys(List<Key> known) {

        static Keys parse(String lines) {
            return new Keys(Stream.of(lines.replaceFirst("\n\\z", "").split("\n", -1))
                    .map(Key::parse)
                    .toList());
        }

        Checkpoint promised(String note) {
            String wrong = "the checkpoint is malformed";
            int end = note.lastIndexOf("\n\n");
            if (end < 0 || end + 2 == note.length() || !note.endsWith("\n") || note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
                throw new Invalid(wrong);
            }
            String text = note.substring(0, end + 1);
            Set<String> signers = signers(text, note.substring(end + 2).lines().toList(), wrong);
            Checkpoint checkpoint = Checkpoint.parse(text);
            if (!signers.contains(checkpoint.origin())) {
                throw new Invalid("the checkpoint is of another log");
            }
            return checkpoint;
        }

        /** The names of the known keys that signed, if some did and none wrongly. */
        private Set<String> signers(String text, List<String> signatures, String wrong) {
            Set<String> signers = new HashSet<>();
            for (String line : signatures) {
                Matcher parts = SIGNATURE_LINE.matcher(line);
                if (!parts.matches()) {
                    throw new Invalid(wrong);
                }
                byte[] signature = base64(parts.group(2), wrong);
                // any other one is a witness's, or that of a key that is not known
                for (Key key : known) {
                    if (key.name().equals(parts.group(1)) && Arrays.equals(Arrays.copyOf(signature, 4), key.id())) {
                        if (!key.signed(text, Arrays.copyOfRange(signature, 4, signature.length))) {
                            throw new Invalid("the checkpoint's signature is wrong");
                        }
                        signers.add(key.name());
                    }
                }
            }
            if (signers.isEmpty()) {
                throw new Invalid("the checkpoint is not signed by this key");
            }
            return signers;
        }
    }

    /** A log's verifier key. */
    private record Key(String name, byte[] id, PublicKey key) {

        /** What comes before the 32 bytes of an Ed25519 key in X.509 (RFC 8410). */
        private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

        static Key parse(String text) {
            String wrong = "the verifier key is malformed";
            Matcher parts = KEY.matcher(text);
            if (!parts.matches()) {
                throw new Invalid(wrong);
            }
            byte[] typed = base64(parts.group(3), wrong);
            byte[] named = (parts.group(1) + "\n").getBytes(StandardCharsets.UTF_8);
            byte[] id = Arrays.copyOf(sha256(named, typed), 4);
            if (typed.length != 33 || typed[0] != 1 || !HexFormat.of().formatHex(id).equals(parts.group(2))) {
                throw new Invalid(wrong);
            }
            byte[] encoded = ByteBuffer.allocate(X509.length + 32).put(X509).put(typed, 1, 32).array();
            try {
                PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
                return new Key(parts.group(1), id, key);
            } catch (GeneralSecurityException notOnTheCurve) {
                throw new Invalid(wrong);
            }
        }

        private boolean signed(String text, byte[] bytes) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initVerify(key);
                signature.update(text.getBytes(StandardCharsets.UTF_8));
                return signature.verify(bytes);
            } catch (GeneralSecurityException wrongLength) {
                return false;
            }
        }
    }

    /** A receipt, or a line of an export: one flat JSON object, read strictly. Each value is kept as RFC 8785 writes it. */
    private static final class FlatJson {

        private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

        private final String text;
        private final String wrong;
        private int at;

        FlatJson(byte[] bytes, String wrong) {
            this.text = decode(bytes, wrong);
            this.wrong = wrong;
        }

        String signedText() {
            Map<String, String> members = read();
            String signature = members.remove("signature");
            if (signature == null || !signature.matches("\"[0-9a-f]{64}\"")) {
                throw new Invalid("the receipt has no signature");
            }
            return members.entrySet().stream()
                    .map(member -> quote(member.getKey()) + ":" + member.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }

        Map<String, String> read() {
            Map<String, String> members = new TreeMap<>(); // by UTF-16 code units, as RFC 8785 wants it
            expect('{');
            if (peek() != '}') {
                do {
                    String name = string();
                    expect(':');
                    if (members.put(name, value()) != null) {
                        throw new Invalid(wrong); // readers differ in which of two they take
                    }
                } while (next() == ',');
                at--;
            }
            expect('}');
            peek();
            if (at < text.length()) {
                throw new Invalid(wrong);
            }
            return members;
        }

        private String value() {
            if (peek() == '"') {
                return quote(string());
            }
            for (String literal : List.of("true", "false", "null")) {
                if (text.startsWith(literal, at)) {
                    at += literal.length();
                    return literal;
                }
            }
            Matcher number = NUMBER.matcher(text).region(at, text.length());
            double value = number.lookingAt() ? Double.parseDouble(number.group()) : Double.NaN;
            if (value != Math.rint(value) || Math.abs(value) >= 1L << 53) {
                throw new Invalid(wrong);
            }
            at = number.end();
            return Long.toString((long) value);
        }

        String string() {
            expect('"');
            StringBuilder string = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return string.toString();
                }
                if (c < ' ') {
                    break;
                }
                string.append(c == '\\' ? escape() : c);
            }
            throw new Invalid(wrong);
        }

        private char escape() {
            char c = at < text.length() ? text.charAt(at++) : 0;
            int plain = "\"\\/bfnrt".indexOf(c);
            if (plain >= 0) {
                return "\"\\/\b\f\n\r\t".charAt(plain);
            }
            if (c != 'u' || !text.substring(at, Math.min(at + 4, text.length())).matches("[0-9a-fA-F]{4}")) {
                throw new Invalid(wrong);
            }
            at += 4;
            return (char) HexFormat.fromHexDigits(text, at - 4, at);
        }

        private char next() {
            char c = peek();
            at++;
            return c;
        }

        private void expect(char expected) {
            if (next() != expected) {
                throw new Invalid(wrong);
            }
        }

        /** What comes after white space; 0 at the end. */
        private char peek() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        /** RFC 8785, section 3.2.2.2. */
        private static String quote(String string) {
            StringBuilder quoted = new StringBuilder("\"");
            for (char c : string.toCharArray()) {
                int plain = "\"\\\b\f\n\r\t".indexOf(c);
                if (plain >= 0) {
                    quoted.append('\\').append("\"\\bfnrt".charAt(plain));
                } else if (c < ' ') {
                    quoted.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
                } else {
                    quoted.append(c);
                }
            }
            return quoted.append('"').toString();
        }
    }

    /** Of its UTF-8. Half a surrogate pair has no form there and was never signed: what holds one gets a hash that nothing has. */
    private static byte[] sha256(String text) {
        boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        return sha256(text.getBytes(whole ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16BE));
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Base64 in its one spelling: lenient decoders take a changed text for the same bytes. */
    private static byte[] base64(String text, String wrong) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below, with the other spellings
        }
        throw new Invalid(wrong);
    }

    private static String decode(byte[] bytes, String wrong) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Invalid(wrong);
        }
    }
}
