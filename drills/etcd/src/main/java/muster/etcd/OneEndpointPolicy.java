package muster.etcd;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import java.time.Duration;

/** Makes {@link OneEndpointBalancer} known to gRPC under a name, which is all that jetcd lets one choose. */
final class OneEndpointPolicy extends LoadBalancerProvider {

    /** Its name in gRPC's registry. */
    static final String NAME = "muster_one_endpoint";

    /** From a failed attempt to connect to the next one. */
    static final Duration PAUSE = Duration.ofMillis(50);

    /** Registers it; again without effect. */
    static void register() {
        LoadBalancerRegistry registry = LoadBalancerRegistry.getDefaultRegistry();
        if (registry.getProvider(NAME) == null) {
            registry.register(new OneEndpointPolicy());
        }
    }

    @Override
    public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
        return new OneEndpointBalancer(helper, PAUSE);
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public int getPriority() {
        return 5;
    }

    @Override
    public String getPolicyName() {
        return NAME;
    }
}
