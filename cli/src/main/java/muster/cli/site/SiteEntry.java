package muster.cli.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One site as the operator named it.
 *
 * @param name what it is called
 * @param kubeconfig the file, absolute; null if it is plain hosts
 * @param context the context in it; null likewise
 * @param ssh a configuration for {@code ssh -F}, absolute; null if its nodes are not entered by ssh
 * @param agent true if its nodes are entered by the node agent; null, as in a file of an earlier version, if they are not
 * @param allowance what may be broken there; null if nothing may
 * @param hosts what it is made of if it is plain hosts; null if it is a K3s cluster
 */
public record SiteEntry(
        String name,
        @Nullable String kubeconfig,
        @Nullable String context,
        @Nullable String ssh,
        @Nullable Boolean agent,
        @Nullable Allowance allowance,
        @Nullable PlainHosts hosts) {

    /**
     * What may be broken.
     *
     * @param nodes their names; empty for all
     * @param faults their words, as in a drill; empty for all
     * @param hours when, such as {@code 09:00-17:00}; null for always
     * @param zone the time zone of {@code hours}; null if there are none
     */
    public record Allowance(
            List<String> nodes,
            List<String> faults,
            @Nullable String hours,
            @Nullable String zone) {

        /** Copies the lists. */
        public Allowance {
            nodes = List.copyOf(nodes);
            faults = List.copyOf(faults);
        }

        /** In words, on one line. */
        public String words() {
            return "%s, %s, %s"
                    .formatted(
                            nodes.isEmpty() ? "every node" : "nodes " + String.join(" ", nodes),
                            faults.isEmpty() ? "every fault" : "faults " + String.join(" ", faults),
                            hours == null ? "at any hour" : "%s (%s)".formatted(hours, zone));
        }
    }

    /** How its nodes are entered, in a word: {@code ssh}, {@code agent}, {@code no}. */
    public String door() {
        if (ssh != null) {
            return "ssh";
        }
        return Boolean.TRUE.equals(agent) ? "agent" : "no";
    }

    /** The same with another allowance. */
    public SiteEntry with(@Nullable Allowance other) {
        return new SiteEntry(name, kubeconfig, context, ssh, agent, other, hosts);
    }
}
