package muster.engine.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All that is watched beside the store of one run, and the cluster's word on what is around them. */
final class Bystanders implements AutoCloseable {

    private final List<Bystander> all = new ArrayList<>();
    private final AtomicReference<@Nullable Neighbourhood> neighbourhood = new AtomicReference<>();

    void add(Bystander bystander) {
        all.add(bystander);
    }

    void prepare(Duration limit) throws InterruptedException {
        for (Bystander bystander : all) {
            bystander.prepare(limit);
        }
    }

    /** Begins to send, and to look around. */
    void start(Neighbourhood around) {
        all.forEach(Bystander::start);
        if (!all.isEmpty()) {
            around.start();
            neighbourhood.set(around);
        }
    }

    void check() throws IOException {
        for (Bystander bystander : all) {
            bystander.check();
        }
    }

    void force() throws IOException {
        for (Bystander bystander : all) {
            bystander.force();
        }
    }

    void drain() {
        all.forEach(Bystander::drain);
        stopLooking();
    }

    void settle(Duration limit) throws IOException, InterruptedException {
        for (Bystander bystander : all) {
            bystander.settle(limit);
        }
    }

    /** Closes each, whatever becomes of the others. */
    @Override
    public void close() throws IOException {
        stopLooking();
        IOException trouble = null;
        for (Bystander bystander : all) {
            try {
                bystander.close();
            } catch (IOException e) {
                trouble = e;
            }
        }
        if (trouble != null) {
            throw trouble;
        }
    }

    private void stopLooking() {
        Neighbourhood around = neighbourhood.getAndSet(null);
        if (around != null) {
            around.close();
        }
    }
}
