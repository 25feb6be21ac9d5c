package muster.kubernetes.ssh;

import java.nio.file.Path;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;

/** Why {@code ssh} did not get in, told apart by OpenSSH's own words: what the operator must mend, and what the cluster must. */
final class Refusal {

    private Refusal() {}

    static RuntimeException of(String node, Path configuration, SshProgram.Ended ended) {
        String words = ended.words();
        String byHand = "ssh -F %s %s true".formatted(configuration, node);
        if (words.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")) {
            return new OperatorException(
                    "%s: its ssh host key is another than the one in known_hosts".formatted(node),
                    "find out why it changed; then remove the old one with ssh-keygen -R, and: " + byHand);
        }
        if (words.contains("Host key verification failed")) {
            return new OperatorException("%s: its ssh host key is in no known_hosts".formatted(node), byHand);
        }
        if (words.contains("Permission denied") || words.contains("Too many authentication failures")) {
            return new OperatorException("%s: ssh is not let in: %s".formatted(node, words), byHand);
        }
        if (words.contains("Could not resolve hostname")) {
            return new OperatorException(
                    "%s: ssh knows no such host".formatted(node),
                    "name it in %s (Host %s, HostName …)".formatted(configuration, node));
        }
        if (words.contains("Bad configuration option") || words.contains("terminating, ")) {
            return new OperatorException("%s: %s".formatted(configuration, words), byHand);
        }
        String why = words.isEmpty() ? (ended.inTime() ? "the connection was lost" : "no answer in time") : words;
        return new ClusterException("%s cannot be reached by ssh: %s".formatted(node, why));
    }
}
