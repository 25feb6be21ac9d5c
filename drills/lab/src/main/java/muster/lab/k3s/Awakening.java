package muster.lab.k3s;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.lab.Command;
import muster.lab.Lab;

/** Waits until machines that were switched on are a cluster: every server entered, ready, and a voter of etcd. */
final class Awakening {

    private static final Duration BOOT_LIMIT = Duration.ofMinutes(2);
    private static final Duration CLUSTER_LIMIT = Duration.ofMinutes(6);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration ASK = Duration.ofSeconds(15);

    /** More starts than that of the server that founds the cluster are no coming up; others start anew until they may join. */
    private static final int MOST_STARTS = 8;

    private static final String NODES =
            "k3s kubectl get nodes -o jsonpath='{range .items[*]}{.status.conditions[?(@.type==\"EtcdIsVoter\")].status}"
                    + " {.status.conditions[?(@.type==\"Ready\")].status}{\"\\n\"}{end}'";

    private final K3sFolder folder;
    private final Machines machines;
    private final List<K3sServer> servers;
    private final Door door;
    private final Consumer<String> progress;

    Awakening(K3sFolder folder, Machines machines, List<K3sServer> servers, Consumer<String> progress) {
        this.folder = folder;
        this.machines = machines;
        this.servers = servers;
        this.door = new Door(folder.ssh());
        this.progress = progress;
    }

    /** Waits, writes the kubeconfig, and returns what the program says of its version. */
    String await() throws InterruptedException {
        for (K3sServer server : servers) {
            progress.accept("waiting for %s to boot".formatted(server.name()));
            awaitBoot(server);
        }
        progress.accept("waiting for K3s to start");
        awaitCluster();
        K3sServer first = servers.getFirst();
        folder.put(
                folder.kubeconfig(),
                demand(first, "cat /etc/rancher/k3s/k3s.yaml")
                        .replace("https://127.0.0.1:", "https://" + first.address() + ":"));
        if (servers.size() > 1) {
            settleFounder(first, servers.get(1));
        }
        return demand(first, "k3s --version").lines().findFirst().orElse("k3s");
    }

    private void awaitBoot(K3sServer server) throws InterruptedException {
        long giveUp = System.nanoTime() + BOOT_LIMIT.toNanos();
        Command.Result result = door.run(server, "true", ASK);
        while (!result.ok()) {
            machines.demandAlive();
            String console = Lab.lastLine(folder.console(server.name()));
            if (System.nanoTime() > giveUp || console.startsWith(server.name() + " is off")) {
                throw new OperatorException(
                        "%s cannot be entered: %s; its console says: %s"
                                .formatted(server.name(), result.words(), console),
                        "see whether the machine is overloaded or its disk is full, then the same again");
            }
            Thread.sleep(PAUSE);
            result = door.run(server, "true", ASK);
        }
    }

    private void awaitCluster() throws InterruptedException {
        long giveUp = System.nanoTime() + CLUSTER_LIMIT.toNanos();
        K3sServer first = servers.getFirst();
        while (true) {
            machines.demandAlive();
            Command.Result asked = door.run(first, NODES, ASK);
            List<String> nodes = asked.shell().out().lines().toList();
            long well = nodes.stream().filter("True True"::equals).count();
            if (asked.ok() && well == servers.size()) {
                return;
            }
            if (asked.ok()) {
                progress.accept("waiting for K3s: %d of %d servers are ready and voters of etcd"
                        .formatted(well, servers.size()));
            }
            if (System.nanoTime() > giveUp) {
                throw givenUp("is no cluster after %d minutes".formatted(CLUSTER_LIMIT.toMinutes()), first);
            }
            if (starts(first) > MOST_STARTS) {
                throw givenUp("ends again and again", first);
            }
            Thread.sleep(PAUSE);
        }
    }

    private int starts(K3sServer server) throws InterruptedException {
        Command.Result asked = door.run(server, "systemctl show --property=NRestarts --value k3s", ASK);
        String number = asked.shell().out().strip();
        return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
    }

    private OperatorException givenUp(String what, K3sServer server) throws InterruptedException {
        String words = door.run(
                        server,
                        "journalctl --unit=k3s --output=cat --lines=50 | grep -iE 'fatal|error' | tail -n 1",
                        ASK)
                .words();
        return new OperatorException(
                "K3s %s; %s said last: %s".formatted(what, server.name(), words.isEmpty() ? "nothing" : words),
                "see whether the k3s program is one for this machine, and whether it has memory left");
    }

    /** Once there are others to join, the founder joins one of them as well if it ever loses its data; it would found a second cluster. */
    private void settleFounder(K3sServer founder, K3sServer other) throws InterruptedException {
        demand(
                founder,
                "sed -i 's|^cluster-init: true$|%s|' /etc/rancher/k3s/config.yaml".formatted(K3sSettings.joins(other)));
    }

    private String demand(K3sServer server, String script) throws InterruptedException {
        Command.Result result = door.run(server, script, ASK);
        if (!result.ok()) {
            throw new ClusterException("%s: %s".formatted(server.name(), result.words()));
        }
        return result.shell().out();
    }
}
