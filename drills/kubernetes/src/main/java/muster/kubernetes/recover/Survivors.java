package muster.kubernetes.recover;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;

/** Who of the servers is the one that the others are rebuilt from. */
public final class Survivors {

    private static final long MARGIN_BYTES = 64L << 20;

    private final String site;
    private final List<Account> accounts;

    /** @param accounts one for each server that has, or had, a member */
    public Survivors(String site, List<Account> accounts) {
        this.site = site;
        this.accounts = List.copyOf(accounts);
    }

    /** Those that told how far their logs go, the furthest first; of equals the first by name. */
    public List<Account> ranked() {
        return accounts.stream()
                .filter(account -> account.place() != null)
                .sorted(Comparator.comparing(Account::place, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .reversed()
                        .thenComparing(Account::node))
                .toList();
    }

    /**
     * Chooses.
     *
     * @param wanted whom the operator names; null for nobody
     * @param lost servers that the operator gives up for good
     * @param snapshot true if the survivor's data is to be replaced by a snapshot
     * @throws OperatorException if a majority is there, or it cannot be told who is ahead, or the survivor cannot be reset
     */
    public Account choose(@Nullable String wanted, Set<String> lost, boolean snapshot) {
        if (!snapshot) {
            demandNoQuorum();
        }
        demandAsked(lost);
        if (wanted == null && !snapshot) {
            demandNoneSilent(lost);
        }
        Account survivor = wanted == null ? first() : named(wanted);
        demandResettable(survivor, snapshot);
        return survivor;
    }

    private void demandNoQuorum() {
        accounts.stream().filter(Account::serves).findFirst().ifPresent(account -> {
            throw new OperatorException(
                    "%s has a majority: %s serves a read through raft's order, so that there is nothing to recover"
                            .formatted(site, account.node()),
                    "bring the others back one at a time (see: muster drills show etcd-member-replace); to go back to a snapshot: --snapshot FILE");
        });
    }

    private void demandAsked(Set<String> lost) {
        accounts.stream()
                .filter(account -> !account.closed().isEmpty() && !lost.contains(account.node()))
                .findFirst()
                .ifPresent(account -> {
                    throw new OperatorException(
                            "%s cannot be asked, and may run: %s".formatted(account.node(), account.closed()),
                            "let it be reached, or switch it off for good and say: --lost " + account.node());
                });
    }

    private void demandNoneSilent(Set<String> lost) {
        String silent = accounts.stream()
                .filter(Account::silent)
                .map(Account::node)
                .filter(node -> !lost.contains(node))
                .collect(Collectors.joining(", "));
        if (!silent.isEmpty()) {
            throw new OperatorException(
                    "%s has etcd data and does not tell how far it goes, so that it cannot be said who is ahead"
                            .formatted(silent),
                    "ssh %s systemctl start k3s, wait a minute, and start again; or name the one to go on with: --survivor NODE"
                            .formatted(silent.replaceAll(",.*", "")));
        }
    }

    private Account first() {
        List<Account> ranked = ranked();
        if (!ranked.isEmpty()) {
            return ranked.getFirst();
        }
        throw new OperatorException(
                "no server of %s tells of any etcd data: there is nobody to go on with".formatted(site),
                "restore a snapshot on the server where it lies: --snapshot FILE --survivor NODE");
    }

    private Account named(String wanted) {
        return accounts.stream()
                .filter(account -> account.node().equals(wanted))
                .findFirst()
                .orElseThrow(() -> OperatorException.usage(
                        "%s is no server with etcd; there are %s"
                                .formatted(
                                        wanted,
                                        accounts.stream().map(Account::node).collect(Collectors.joining(", "))),
                        "--survivor " + accounts.getFirst().node()));
    }

    private static void demandResettable(Account survivor, boolean snapshot) {
        if (!survivor.closed().isEmpty()) {
            throw new OperatorException(
                    "%s cannot be asked: %s".formatted(survivor.node(), survivor.closed()), "name another --survivor");
        }
        if (!survivor.database() && !snapshot) {
            throw new OperatorException(
                    "%s has no etcd data: nothing could be brought back from it".formatted(survivor.node()),
                    "name another --survivor");
        }
        if (survivor.flagged()) {
            throw new OperatorException(
                    "%s was reset and not started since (reset-flag): K3s refuses a second time"
                            .formatted(survivor.node()),
                    "ssh %s systemctl start k3s, then: muster status --site NAME".formatted(survivor.node()));
        }
        if (survivor.taken() != null) {
            throw new OperatorException(
                    "%s is taken for another recovery, %s, begun elsewhere"
                            .formatted(survivor.node(), survivor.taken()),
                    "go on there; or, if it was given up: ssh %s rm /var/lib/muster/recovery"
                            .formatted(survivor.node()));
        }
        long needed = survivor.databaseBytes() + survivor.snapshotBytes() + MARGIN_BYTES;
        if (needed > survivor.roomBytes()) {
            throw new OperatorException(
                    "%s: the copy that comes first takes %d MiB, and its disk has %d MiB free"
                            .formatted(survivor.node(), needed >> 20, survivor.roomBytes() >> 20),
                    "make room there, below its K3s data directory");
        }
    }
}
