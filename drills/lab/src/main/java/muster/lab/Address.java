package muster.lab;

import java.net.URI;

/** The addresses of the lab, from 198.18.0.0/16, which RFC 2544 sets aside for benchmarks: no real network uses it. */
final class Address {

    /** What members' addresses begin with; the scripts add the member's number to it, as {@link #of} does. */
    static final String SUBNET = "198.18.1";

    private Address() {}

    /** The IP address of a member. */
    static String of(String member) {
        return SUBNET + "." + member.substring(1);
    }

    /** Where clients reach a member. */
    static URI client(String member) {
        return URI.create("http://%s:2379".formatted(of(member)));
    }

    /** Where members reach each other. */
    static URI peer(String member) {
        return URI.create("http://%s:2380".formatted(of(member)));
    }
}
