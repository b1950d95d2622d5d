package dev.sentinelzero.reach;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up hosts. That blocks in the C library, so it has a few platform threads of its own; who
 * asks waits no longer than its deadline.
 */
public final class Addresses implements AutoCloseable {
  private static final int WORKERS = 4;

  /** Where clouds hand out credentials, beside the link-local addresses. */
  private static final Set<InetAddress> METADATA = Set.of(InetAddress.ofLiteral("fd00:ec2::254"));

  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          WORKERS, Thread.ofPlatform().daemon().name("lookups-", 0).factory());

  /** Looks nothing up yet. */
  public Addresses() {}

  /**
   * The addresses of a host, in the system's order.
   *
   * @throws IOException with a few words when it has none
   * @throws InterruptedException when the thread was interrupted
   */
  public List<InetAddress> of(String host, Deadline deadline)
      throws IOException, InterruptedException {
    try {
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return lookUp(host, deadline);
    }
  }

  private List<InetAddress> lookUp(String host, Deadline deadline)
      throws IOException, InterruptedException {
    Future<InetAddress[]> answer = workers.submit(() -> InetAddress.getAllByName(host));
    try {
      long left = Math.max(0, deadline.left());
      return Arrays.asList(answer.get(left, TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      UnknownHostException unknown = new UnknownHostException("no such host: " + host);
      unknown.initCause(e);
      throw unknown;
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw new IOException("the host " + host + " was not found in time", e);
    }
  }

  /** Whether an address is one that is only asked where that was allowed. */
  public static boolean isGuarded(InetAddress address) {
    return address.isLinkLocalAddress() || METADATA.contains(address);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
