package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.drill.Workload;
import muster.engine.fault.Fault;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.OperatorException;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import muster.engine.run.Planner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that speaks etcd's gRPC and is kine: one member of that name, every number 0. */
final class KineTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final GrpcInterview interview = new GrpcInterview(null, new Names());
    private Server server;
    private muster.engine.history.Member member;

    @BeforeEach
    void serve() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Maintenance())
                .addService(new Cluster())
                .build()
                .start();
        member = new muster.engine.history.Member("n1", "n1", URI.create("http://127.0.0.1:" + server.getPort()));
    }

    @AfterEach
    void end() {
        interview.close();
        server.shutdownNow();
    }

    @Test
    void isToldFromEtcdAndNoQuorumOfItIsTaken() throws InterruptedException {
        assertThat(interview.list(member, DEADLINE)).extracting(Listed::name).containsExactly("kine");

        Sighting sighting = interview.look(member, System.nanoTime(), DEADLINE);

        assertThat(sighting.said())
                .isInstanceOfSatisfying(
                        Sighting.Garbled.class,
                        garbled -> assertThat(garbled.why()).contains("kine"));
        assertThatThrownBy(() -> new Planner(ScriptedSite.working(1)).plan(quorumLoss(), new View(List.of(sighting))))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("n1 is kine, not etcd: it has no leader and no quorum to lose");
    }

    private static Drill quorumLoss() {
        Step kill = new Step.Inject(new Fault.Kill(), new Target.QuorumOfMembers(), Duration.ofSeconds(15), List.of());
        return new Drill(
                "quorum-loss",
                "Two of three die",
                "No writes.",
                List.of(),
                "etcd",
                new Workload(3, 20, 4, 50, 0, Duration.ofSeconds(1)),
                List.of(kill),
                List.of(),
                new Runbook("s", "f", "d", "v"));
    }

    /** Only the size of its database is told. */
    private static final class Maintenance extends MaintenanceGrpc.MaintenanceImplBase {
        @Override
        public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
            answer.onNext(StatusResponse.newBuilder()
                    .setHeader(ResponseHeader.getDefaultInstance())
                    .setDbSize(4_096)
                    .build());
            answer.onCompleted();
        }
    }

    private static final class Cluster extends ClusterGrpc.ClusterImplBase {
        @Override
        public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> answer) {
            answer.onNext(MemberListResponse.newBuilder()
                    .setHeader(ResponseHeader.getDefaultInstance())
                    .addMembers(Member.newBuilder().setName("kine").addClientURLs("unix:///kine.sock"))
                    .build());
            answer.onCompleted();
        }
    }
}
