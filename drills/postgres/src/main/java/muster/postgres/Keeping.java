package muster.postgres;

import java.util.Map;

/**
 * What servers do not say of themselves.
 *
 * @param addresses each server's name by the address that the others reach it at, where that is another than ours
 * @param service the host name that leads standbys to whichever server is the primary; empty if they name the server itself
 * @param promoter who makes a standby the primary once that is lost; empty if a person does
 */
public record Keeping(Map<String, String> addresses, String service, String promoter) {

    /** Servers at the addresses where we ask them, which a person promotes. */
    public static final Keeping BY_HAND = new Keeping(Map.of(), "", "");

    /** Copies the map. */
    public Keeping {
        addresses = Map.copyOf(addresses);
    }
}
