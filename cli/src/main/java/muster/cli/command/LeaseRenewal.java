package muster.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import muster.engine.fault.SiteLock;

/** Keeps a site's lock while a long procedure goes on. */
final class LeaseRenewal implements AutoCloseable {

    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    LeaseRenewal(SiteLock lock) {
        thread = Thread.ofVirtual().name("lease").start(() -> renew(lock));
    }

    private void renew(SiteLock lock) {
        try {
            while (!end.await(SiteLock.LEASE.toMillis() / 3, TimeUnit.MILLISECONDS)) {
                // A lock that was lost, such as by a halt, forbids nothing that a recovery does: it breaks nothing.
                var _ = lock.renew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
