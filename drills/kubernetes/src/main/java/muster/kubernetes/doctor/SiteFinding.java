package muster.kubernetes.doctor;

/**
 * One thing that a drill day needs of a cluster.
 *
 * @param area what it belongs to: {@code API}, {@code look}, {@code drill}, {@code pods}, a node's name, {@code etcd}
 * @param name what
 * @param met true if it is as it should be
 * @param found what was seen, or why nothing was
 * @param remedy what to type, or do, if it is not met; empty otherwise
 */
public record SiteFinding(String area, String name, boolean met, String found, String remedy) {

    static SiteFinding good(String area, String name, String found) {
        return new SiteFinding(area, name, true, found, "");
    }

    static SiteFinding bad(String area, String name, String found, String remedy) {
        return new SiteFinding(area, name, false, found, remedy);
    }
}
