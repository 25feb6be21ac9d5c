package muster.etcd;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys from PEM. The JDK and Netty read PKCS#8 alone (RFC 5958); K3s writes SEC1 (RFC 5915) and OpenSSL used to write PKCS#1
 * (RFC 8017). Both are wrapped here into PKCS#8, whose payload they are.
 */
final class PrivateKeys {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ((?:EC |RSA |ENCRYPTED )?PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xA0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] RSA_OID_NULL = HexFormat.of().parseHex("06092a864886f70d0101010500");

    private PrivateKeys() {}

    /**
     * Reads the first private key of a PEM text.
     *
     * @throws GeneralSecurityException if there is none that can be read; the message says what is wrong
     */
    static PrivateKey read(String pem) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeySpecException("holds no private key in PEM");
        }
        if (block.group(2).contains("Proc-Type: 4,ENCRYPTED") || block.group(1).startsWith("ENCRYPTED")) {
            throw new InvalidKeySpecException("is encrypted with a password");
        }
        byte[] body = decode(block.group(2));
        return switch (block.group(1)) {
            case "EC PRIVATE KEY" -> key(wrap(join(EC_OID, curve(body)), body));
            case "RSA PRIVATE KEY" -> key(wrap(RSA_OID_NULL, body));
            default -> key(body);
        };
    }

    private static byte[] decode(String text) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new InvalidKeySpecException("holds a private key that is not base64", e);
        }
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        InvalidKeySpecException none =
                new InvalidKeySpecException("holds a private key that is neither EC, RSA nor Ed25519");
        for (String algorithm : new String[] {"EC", "RSA", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                none.addSuppressed(e);
            }
        }
        throw none;
    }

    private static byte[] wrap(byte[] algorithm, byte[] body) {
        return tagged(SEQUENCE, join(VERSION_0, tagged(SEQUENCE, algorithm), tagged(OCTET_STRING, body)));
    }

    /** The curve's identifier: the content of the element tagged [0] in an ECPrivateKey. */
    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        try {
            int[] outer = element(sec1, 0);
            for (int at = outer[0]; at < outer[1]; ) {
                int[] inner = element(sec1, at);
                if ((sec1[at] & 0xFF) == PARAMETERS) {
                    return java.util.Arrays.copyOfRange(sec1, inner[0], inner[1]);
                }
                at = inner[1];
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("holds an EC private key that is cut off", e);
        }
        throw new InvalidKeySpecException("holds an EC private key that does not name its curve");
    }

    /** Where the content of the DER element at an offset begins and ends. */
    private static int[] element(byte[] der, int offset) throws InvalidKeySpecException {
        int length = der[offset + 1] & 0xFF;
        int start = offset + 2;
        if (length >= 0x80) {
            int count = length & 0x7F;
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (der[start++] & 0xFF);
            }
        }
        if (length < 0 || length > der.length - start) {
            throw new InvalidKeySpecException("holds an EC private key that is cut off");
        }
        return new int[] {start, start + length};
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            byte[] length = Integer.toHexString(content.length).length() <= 2
                    ? new byte[] {(byte) content.length}
                    : new byte[] {(byte) (content.length >> 8), (byte) content.length};
            out.write(0x80 | length.length);
            out.writeBytes(length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
