package muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Certificates for an etcd of one's own, as OpenSSL makes them.
 *
 * @param folder where they are: {@code ca}, which signed {@code member}, and {@code stranger}, which signed nothing
 */
record HostCertificates(Path folder) {

    private static final String KEY = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";

    /**
     * Makes them.
     *
     * @param addresses at which members are asked; the loopback's is added
     */
    static HostCertificates make(Path folder, List<String> addresses) throws IOException, InterruptedException {
        HostCertificates made = new HostCertificates(folder);
        for (String authority : List.of("ca", "stranger")) {
            made.openssl("req -x509 %1$s -keyout %2$s.key -out %2$s.pem -subj /CN=%2$s".formatted(KEY, authority));
        }
        made.openssl(
                "req -x509 -CA ca.pem -CAkey ca.key %s -keyout member.key -out member.pem -subj /CN=member -addext extendedKeyUsage=serverAuth,clientAuth -addext subjectAltName=IP:127.0.0.1,IP:%s"
                        .formatted(KEY, String.join(",IP:", addresses)));
        return made;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** A member's certificate and its key, in one file. */
    Path both() throws IOException {
        return Files.writeString(
                file("both.pem"), Files.readString(file("member.pem")) + Files.readString(file("member.key")));
    }

    /** The flags of {@code site add}. */
    List<String> flags(String authority) {
        return List.of(
                "--etcd-cacert",
                file(authority + ".pem").toString(),
                "--etcd-cert",
                file("member.pem").toString(),
                "--etcd-key",
                file("member.key").toString());
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments.split(" ", -1)));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
