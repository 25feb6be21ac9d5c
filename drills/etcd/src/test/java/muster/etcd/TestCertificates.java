package muster.etcd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates and keys as OpenSSL and keytool write them, made fresh in a folder. */
final class TestCertificates {

    private final Path folder;

    private TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** Makes {@code ca}, another {@code stranger} authority, {@code server} for 127.0.0.1, and clients of each kind of key. */
    static TestCertificates make(Path folder) throws IOException, InterruptedException {
        TestCertificates made = new TestCertificates(folder);
        made.authority("ca");
        made.authority("stranger");
        Files.writeString(
                made.file("server.ext"), "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n");
        made.openssl("ecparam -name prime256v1 -genkey -out server.key");
        made.sign("server", "-extfile server.ext");
        made.openssl("ecparam -name prime256v1 -genkey -noout -out sec1.key");
        made.sign("sec1", "");
        made.openssl("ecparam -name secp384r1 -genkey -out wide.key");
        made.sign("wide", "");
        made.openssl("genrsa -traditional -out pkcs1.key 2048");
        made.sign("pkcs1", "");
        made.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out pkcs8.key");
        made.sign("pkcs8", "");
        made.openssl("pkcs8 -topk8 -in sec1.key -passout pass:secret -out locked.key");
        made.expired();
        return made;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Access by one of the clients. */
    EtcdAccess client(String name) {
        return EtcdAccess.tls(file("ca.pem"), file(name + ".pem"), file(name + ".key"));
    }

    private void authority(String name) throws IOException, InterruptedException {
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout %s.key -out %s.pem -subj /CN=%s"
                        .formatted(name, name, name));
    }

    private void sign(String name, String options) throws IOException, InterruptedException {
        openssl("req -new -key %s.key -subj /CN=%s -out %s.csr".formatted(name, name, name));
        openssl("x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out %s.pem %s"
                .formatted(name, name, options));
    }

    private void expired() throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String store = " -alias e -keystore e.p12 -storetype PKCS12 -storepass changeit";
        run(command(
                keytool, "-genkeypair -keyalg EC -groupname secp256r1 -dname CN=e -startdate -3d -validity 1" + store));
        run(command(keytool, "-exportcert -rfc -file expired.pem" + store));
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        run(command("openssl", arguments.strip()));
    }

    private static List<String> command(String program, String arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments.split(" ", -1)));
        return command;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("%s: %s".formatted(command, said));
        }
    }
}
