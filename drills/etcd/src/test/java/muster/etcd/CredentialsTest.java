package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file that is wrong is named, with what is wrong and what to do. */
final class CredentialsTest {

    @TempDir
    static Path folder;

    private static TestCertificates made;

    @BeforeAll
    static void make() throws IOException, InterruptedException {
        made = TestCertificates.make(folder);
    }

    private static void assertRefused(EtcdAccess access, String file, String words) {
        assertThatThrownBy(() -> Credentials.of(access)).isInstanceOfSatisfying(OperatorException.class, refused -> {
            assertThat(refused.getMessage())
                    .startsWith(made.file(file).toString())
                    .contains(words)
                    .doesNotContain("\n");
            assertThat(refused.remedy()).isNotBlank().doesNotContain("\n");
        });
    }

    private static EtcdAccess key(String name) {
        return EtcdAccess.tls(made.file("ca.pem"), made.file("sec1.pem"), made.file(name));
    }

    private static String key(String name, String text) throws IOException {
        Files.writeString(made.file(name), text);
        return name;
    }

    @Test
    void plainTextNeedsNone() {
        assertThat(Credentials.of(EtcdAccess.plaintext())).isNull();
    }

    @Test
    void aMissingFileIsNamed() {
        assertRefused(EtcdAccess.tls(made.file("none.pem")), "none.pem", "does not exist");
        assertRefused(key("none.key"), "none.key", "does not exist");
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Files.createDirectories(made.file("folder"));
        assertRefused(EtcdAccess.tls(made.file("folder")), "folder", "is a folder");
    }

    @Test
    void anExpiredCertificateIsNamedWithItsDate() {
        assertRefused(EtcdAccess.tls(made.file("expired.pem")), "expired.pem", "has expired at 20");
        assertRefused(
                EtcdAccess.tls(made.file("ca.pem"), made.file("expired.pem"), made.file("sec1.key")),
                "expired.pem",
                "CN=e");
    }

    @Test
    void aKeyIsNoCertificateAndACertificateNoKey() {
        assertRefused(EtcdAccess.tls(made.file("sec1.key")), "sec1.key", "holds no certificate");
        assertRefused(key("sec1.pem"), "sec1.pem", "holds no private key in PEM");
    }

    @Test
    void aLockedKeyIsToldAsSuch() {
        assertRefused(key("locked.key"), "locked.key", "is encrypted with a password");
    }

    @Test
    void aKeyOfAnotherKindIsToldAsSuch() {
        assertRefused(key("pkcs1.key"), "pkcs1.key", "is no key of");
    }

    @Test
    void aKeyOfAnotherCertificateIsToldAsSuch() {
        assertRefused(key("pkcs8.key"), "pkcs8.key", "is not the key of");
        assertRefused(key("wide.key"), "wide.key", "is not the key of");
        assertThat(Credentials.of(key("sec1.key"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-----BEGIN EC PRIVATE KEY-----\n!!\n-----END EC PRIVATE KEY-----", "garbage"})
    void garbageIsNoKey(String text) throws IOException {
        assertRefused(key(key("garbage.key", text)), "garbage.key", "holds ");
    }

    @Test
    void aKeyCutOffAtAnyOctetIsRefusedAndNeverTakenForAnother() throws IOException, GeneralSecurityException {
        String pem = Files.readString(made.file("sec1.key"), StandardCharsets.US_ASCII);
        String body = pem.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
        byte[] der = Base64.getDecoder().decode(body);
        assertThat(PrivateKeys.read(pem).getAlgorithm()).isEqualTo("EC");
        for (int length = 0; length < der.length; length++) {
            String cut = Base64.getEncoder().encodeToString(Arrays.copyOf(der, length));
            String text = "-----BEGIN EC PRIVATE KEY-----\n%s\n-----END EC PRIVATE KEY-----\n".formatted(cut);
            assertThatThrownBy(() -> PrivateKeys.read(text)).isInstanceOf(GeneralSecurityException.class);
        }
    }
}
