package muster.etcd;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Stamp;

/** Asks a member through its JSON gateway. */
final class GatewayInterview implements Interview {

    private final Gateway gateway;
    private final Names names;

    GatewayInterview(Gateway gateway, Names names) {
        this.gateway = gateway;
        this.names = names;
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        long asked = System.nanoTime() - zeroNanos;
        Gateway.Answer answer = gateway.ask(member.client(), "/v3/maintenance/status", "{}", deadline);
        long answered = System.nanoTime() - zeroNanos;
        return new Sighting(member.name(), asked, answered, said(member, answer));
    }

    @Override
    public Outcome read(Member member, boolean serializable, Duration deadline) throws InterruptedException {
        String question =
                "{\"key\":\"L211c3Rlci9zZXJ2ZWQ=\",\"count_only\":true,\"serializable\":" + serializable + "}";
        Gateway.Answer answer = gateway.ask(member.client(), "/v3/kv/range", question, deadline);
        return switch (answer) {
            case Gateway.Spoke spoke -> outcome(spoke.body());
            case Gateway.Failed failed -> new Outcome.Unknown(error(failed));
            case Gateway.NotReached lost -> new Outcome.Refused(lost.why());
            case Gateway.Silent silent -> new Outcome.Unknown(silent.why());
            case Gateway.Strange strange -> new Outcome.Unknown(strange.why());
            case Gateway.Broken broken -> new Outcome.Unknown(broken.why());
        };
    }

    @Override
    public boolean refresh(Member member, long lease, Duration deadline) throws InterruptedException {
        String question = "{\"ID\":\"%d\"}".formatted(lease);
        return gateway.ask(member.client(), "/v3/lease/keepalive", question, deadline) instanceof Gateway.Spoke;
    }

    @Override
    public String instrument() {
        return "view: HTTP/1.1 to each member's JSON gateway on kept connections; asked once more where one broke";
    }

    @Override
    public void close() {
        gateway.close();
    }

    private Outcome outcome(String body) {
        try {
            Json json = Json.read(body);
            if (!json.has("header")) {
                return new Outcome.Unknown("answered JSON that is not etcd's");
            }
            return new Outcome.Acked(
                    null,
                    new Stamp(
                            names.of(json.number("header.member_id")),
                            json.number("header.raft_term"),
                            json.number("header.revision")));
        } catch (IOException | NumberFormatException e) {
            return new Outcome.Unknown("answered something that is not etcd's JSON");
        }
    }

    private Sighting.Said said(Member member, Gateway.Answer answer) {
        return switch (answer) {
            case Gateway.Spoke spoke -> standing(member, spoke.body());
            case Gateway.Failed failed -> new Sighting.Garbled(error(failed));
            case Gateway.NotReached lost -> new Sighting.Closed(lost.why());
            case Gateway.Silent silent -> new Sighting.Mute(silent.why());
            case Gateway.Strange strange -> new Sighting.Garbled(strange.why());
            case Gateway.Broken broken -> new Sighting.Garbled(broken.why());
        };
    }

    private Sighting.Said standing(Member member, String body) {
        try {
            return standing(member, Json.read(body));
        } catch (IOException | NumberFormatException e) {
            return new Sighting.Garbled("answered something that is not etcd's JSON");
        }
    }

    private Sighting.Said standing(Member member, Json json) {
        if (!json.has("header") || json.text("version") == null) {
            return new Sighting.Garbled("answered JSON that is not etcd's status");
        }
        return new Answered(
                        json.number("header.cluster_id"),
                        json.number("header.member_id"),
                        json.number("leader"),
                        json.number("raftTerm"),
                        json.number("raftIndex"),
                        json.number("raftAppliedIndex"),
                        Objects.requireNonNull(json.text("version")),
                        json.number("dbSize"),
                        json.truth("isLearner"),
                        json.texts("errors"))
                .said(member, names);
    }

    private static String error(Gateway.Failed failed) {
        if (failed.body().contains("HTTP request to an HTTPS server")) {
            return "it speaks TLS, use https:// and give --cacert FILE";
        }
        // etcd-io/etcd, embed/serve.go: the gateway would act under its own name.
        if (failed.body().startsWith("CommonName of client sending a request against gateway")) {
            return "its authentication takes our certificate for a user, and its JSON gateway then answers nobody";
        }
        try {
            Json json = Json.read(failed.body());
            String message = json.text("message") == null ? json.text("error") : json.text("message");
            if (message != null && json.has("code")) {
                return message;
            }
        } catch (IOException e) {
            return notEtcd(failed.status());
        }
        return notEtcd(failed.status());
    }

    private static String notEtcd(int status) {
        return status == 404
                ? "answered HTTP 404: not etcd, or etcd without its JSON gateway (--enable-grpc-gateway)"
                : "answered HTTP %d, not etcd".formatted(status);
    }
}
