package muster.engine.run;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import muster.engine.fault.SiteLock;

/** Renews a site's lock at a third of its lease until closed, and says once when it is lost. */
public final class LeaseKeeper implements AutoCloseable {

    private final SiteLock lock;
    private final Consumer<String> lost;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param lock is held, and given back by the caller after this was closed
     * @param lost is told from another thread why the lock does not hold any longer
     */
    public LeaseKeeper(SiteLock lock, Consumer<String> lost) {
        this.lock = lock;
        this.lost = lost;
        this.thread = Thread.ofPlatform().daemon().name("lease-keeper").start(this::keep);
    }

    /** Ends the renewing; one that is under way is let finish, so that it cannot come after the lock is given back. */
    @Override
    public void close() {
        closing.countDown();
        Lookout.join(thread);
    }

    private void keep() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!closing.await(SiteLock.LEASE.toMillis() / 3, TimeUnit.MILLISECONDS)) {
                Optional<String> why = lock.renew(threads);
                if (why.isPresent()) {
                    lost.accept(why.get());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
