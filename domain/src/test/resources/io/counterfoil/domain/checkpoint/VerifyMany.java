import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** java -cp (where Verify.class is) VerifyMany.java: cases in, each line receipt, proof and key in base64; a verdict a line out. */
final class VerifyMany {

    public static void main(String[] arguments) throws Exception {
        for (String line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
            String[] parts = line.split(" ", -1);
            Base64.Decoder base64 = Base64.getDecoder();
            try {
                String key = new String(base64.decode(parts[2]), StandardCharsets.UTF_8);
                Verify.verify(base64.decode(parts[0]), base64.decode(parts[1]), key);
                System.out.println("valid");
            } catch (Verify.Invalid why) {
                System.out.println("INVALID: " + why.getMessage());
            }
        }
    }
}
