import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * java -cp (where Verify.class is) VerifyMany.java: cases in, a verdict a line out. Each case is a line of base64: receipt,
 * proof and key; or two checkpoints, the directory of the tiles, and the key of each checkpoint.
 */
final class VerifyMany {

    public static void main(String[] arguments) throws Exception {
        for (String line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
            String[] parts = line.split(" ", -1);
            Base64.Decoder base64 = Base64.getDecoder();
            byte[] first = base64.decode(parts[0]);
            byte[] second = base64.decode(parts[1]);
            String third = text(parts[2]);
            try {
                if (parts.length == 3) {
                    Verify.verify(first, second, third);
                } else {
                    Verify.consistent(first, second, Verify.Tiles.at(third), text(parts[3]), text(parts[4]));
                }
                System.out.println(parts.length == 3 ? "valid" : "consistent");
            } catch (Verify.Invalid why) {
                System.out.println("INVALID: " + why.getMessage());
            }
        }
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
