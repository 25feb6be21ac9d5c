package muster.etcd;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one endpoint, tried again after a fixed pause. gRPC's own back-off grows from 1 s to 120 s, which would add to every
 * outage that is measured; it belongs to one subchannel, so a fresh one is made for each attempt.
 *
 * <p>From a failed attempt until the next connection stands, calls fail at once and carry {@link NeverSent}. While the first attempt is
 * under way, or a connection that stood is being replaced, calls wait for how it ends.
 */
final class OneEndpointBalancer extends LoadBalancer {

    private final Helper helper;
    private final Duration pause;
    private @Nullable Subchannel current;
    private List<EquivalentAddressGroup> addresses = List.of();
    private long attempt;
    private boolean failed;
    private SynchronizationContext.@Nullable ScheduledHandle next;

    OneEndpointBalancer(Helper helper, Duration pause) {
        this.helper = helper;
        this.pause = pause;
    }

    @Override
    public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
        addresses = resolved.getAddresses();
        if (current == null && next == null) {
            connect();
        }
        return Status.OK;
    }

    @Override
    public void handleNameResolutionError(Status error) {
        if (current == null) {
            refuse(error);
        }
    }

    @Override
    public void requestConnection() {
        if (current != null) {
            current.requestConnection();
        }
    }

    @Override
    public void shutdown() {
        if (next != null) {
            next.cancel();
        }
        attempt++;
        if (current != null) {
            current.shutdown();
            current = null;
        }
    }

    private void connect() {
        Subchannel fresh = helper.createSubchannel(
                CreateSubchannelArgs.newBuilder().setAddresses(addresses).build());
        current = fresh;
        long mine = ++attempt;
        fresh.start(state -> changed(mine, fresh, state));
        fresh.requestConnection();
    }

    private void changed(long of, Subchannel subchannel, ConnectivityStateInfo info) {
        if (of != attempt) {
            return;
        }
        switch (info.getState()) {
            case READY -> {
                failed = false;
                helper.updateBalancingState(
                        ConnectivityState.READY, new FixedResultPicker(PickResult.withSubchannel(subchannel)));
            }
            case CONNECTING -> holdCalls();
            case IDLE -> {
                subchannel.requestConnection();
                holdCalls();
            }
            case TRANSIENT_FAILURE -> {
                refuse(info.getStatus());
                next = helper.getSynchronizationContext()
                        .schedule(
                                () -> replace(subchannel),
                                pause.toNanos(),
                                TimeUnit.NANOSECONDS,
                                helper.getScheduledExecutorService());
            }
            case SHUTDOWN -> {}
        }
    }

    private void holdCalls() {
        if (!failed) {
            helper.updateBalancingState(ConnectivityState.CONNECTING, new FixedResultPicker(PickResult.withNoResult()));
        }
    }

    private void replace(Subchannel old) {
        next = null;
        current = null;
        old.shutdown();
        connect();
    }

    private void refuse(Status status) {
        failed = true;
        String why = EtcdOutcomes.words(status);
        Throwable cause = Objects.requireNonNullElse(status.getCause(), status.asException());
        Status error = Status.UNAVAILABLE.withDescription(why).withCause(new NeverSent(why, cause));
        helper.updateBalancingState(
                ConnectivityState.TRANSIENT_FAILURE, new FixedResultPicker(PickResult.withError(error)));
    }
}
