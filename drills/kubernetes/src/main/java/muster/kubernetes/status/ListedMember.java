package muster.kubernetes.status;

/**
 * A member as etcd's own list has it.
 *
 * @param name its name; empty if it never was started
 * @param learner true if it has no vote yet
 */
public record ListedMember(String name, boolean learner) {}
