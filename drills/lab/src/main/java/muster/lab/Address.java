package muster.lab;

import java.net.URI;

/** The addresses of the lab, from 198.18.0.0/16, which RFC 2544 sets aside for benchmarks: no real network uses it. */
final class Address {

    /** What all addresses of the lab begin with. */
    static final String SUBNET = "198.18.1";

    private static final int FIRST_SERVER = 20;

    private Address() {}

    /** The IP address of an etcd member or a PostgreSQL server. */
    static String of(String name) {
        int number = Integer.parseInt(name.substring(1));
        return SUBNET + "." + (postgres(name) ? FIRST_SERVER + number : number);
    }

    /** Where clients reach an etcd member or a PostgreSQL server. */
    static URI client(String name) {
        return URI.create((postgres(name) ? "postgresql://%s:5432/muster" : "http://%s:2379").formatted(of(name)));
    }

    /** Where a server is reached that runs on a copy of a PostgreSQL server's data. */
    static URI remains(String name) {
        return URI.create("postgresql://%s:5433/muster".formatted(of(name)));
    }

    /** Where etcd members reach each other. */
    static URI peer(String member) {
        return URI.create("http://%s:2380".formatted(of(member)));
    }

    /** True if a name is a PostgreSQL server's. */
    static boolean postgres(String name) {
        return name.startsWith("p");
    }
}
