package muster.kubernetes.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecListener;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import muster.engine.history.ClusterException;
import muster.kubernetes.script.RemoteScript;

/**
 * One script's way into a node: exec into the agent's pod and from there into the namespaces of the node's first process. Its closing ends
 * the script, if that still runs.
 */
final class Entry implements AutoCloseable {

    /**
     * A container's search path is its image's. What is run also leaves the pod's cgroup for the root, so that it is held by no limit of
     * the pod and outlives it (cgroups(7): version 2 has one hierarchy, version 1 several).
     */
    private static final String THRESHOLD =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH; "
                    + "if [ -e /sys/fs/cgroup/cgroup.procs ]; then set -- /sys/fs/cgroup/cgroup.procs; "
                    + "else set -- /sys/fs/cgroup/*/cgroup.procs; fi; "
                    + "for procs; do { echo $$ >\"$procs\"; } 2>/dev/null; done; ";

    private static final String[] COMMAND = {
        "nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--", "/bin/sh", "-c", THRESHOLD + RemoteScript.RUNNER
    };

    private final String node;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Bytes out = new Bytes(this::tooMuch);
    private final Bytes err = new Bytes(this::tooMuch);
    private final ExecWatch watch;

    private Entry(String node, KubernetesClient client, String pod) {
        this.node = node;
        watch = client.pods()
                .inNamespace(AgentPods.NAMESPACE)
                .withName(pod)
                .inContainer(AgentPods.CONTAINER)
                .withReadyWaitTimeout(0)
                .redirectingInput()
                .writingOutput(out)
                .writingError(err)
                .usingListener(new Ending())
                .exec(COMMAND);
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server does not let us in there */
    static Entry into(String node, KubernetesClient client, String pod) {
        return new Entry(node, client, pod);
    }

    /** Streams have been written whole when the connection is told to be closed; an exit status may come before. */
    private final class Ending implements ExecListener {

        @Override
        public void onFailure(Throwable failure, Response response) {
            ended.complete(Objects.requireNonNullElse(
                    failure.getMessage(), failure.getClass().getSimpleName()));
        }

        @Override
        public void onClose(int code, String reason) {
            ended.complete(Objects.requireNonNullElse(reason, ""));
        }
    }

    void send(String input) {
        try {
            OutputStream in = watch.getInput();
            in.write(input.getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new ClusterException("%s: its agent takes no script: %s".formatted(node, e.getMessage()), e);
        }
    }

    /**
     * Waits for the end.
     *
     * @return false if it did not come in time
     * @throws ClusterException if it printed too much
     */
    boolean ended(Duration deadline) throws InterruptedException {
        try {
            ended.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
    }

    private void tooMuch() {
        ended.completeExceptionally(
                new ClusterException("%s: a script printed more than %d bytes".formatted(node, Bytes.MOST)));
    }

    String out() {
        return out.text();
    }

    String err() {
        return err.text();
    }

    /** What it complained of, or why the connection ended, on one line. */
    String words() {
        String text = err().isBlank() && ended.isDone() ? ended.resultNow() : err();
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    @Override
    public void close() {
        closeQuietly(watch);
    }

    /** Ends a connection that may have ended already. */
    static void closeQuietly(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted; what ran there ends with it, or at its own deadline.
        }
    }
}
