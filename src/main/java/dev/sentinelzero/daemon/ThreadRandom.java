package dev.sentinelzero.daemon;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Random numbers for run ids and jitter: they need to differ, not to be secret, and a system call
 * between an exit and its restart would cost more than they are worth.
 */
enum ThreadRandom implements RandomGenerator {
  /** The only one; each thread has numbers of its own. */
  INSTANCE;

  @Override
  public long nextLong() {
    return ThreadLocalRandom.current().nextLong();
  }

  @Override
  public double nextDouble() {
    return ThreadLocalRandom.current().nextDouble();
  }
}
