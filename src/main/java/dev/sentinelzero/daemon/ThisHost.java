package dev.sentinelzero.daemon;

import dev.sentinelzero.os.Accounts;
import dev.sentinelzero.os.DescriptorLimit;
import dev.sentinelzero.os.NoSuchAccountException;
import dev.sentinelzero.os.OwnEnvironment;
import dev.sentinelzero.os.TreeSampler;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.runtime.Host;
import dev.sentinelzero.runtime.Usage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the shell asks about this machine, answered by the system. */
final class ThisHost implements Host {
  private final TreeSampler sampler;
  private final String path;
  private final Optional<String> notifySocket;
  private final User self;
  private final Map<String, byte[]> environment = OwnEnvironment.bytes();

  /**
   * Asks who we are.
   *
   * @param path the search path that processes get
   * @param notifySocket where processes say how they are
   */
  ThisHost(TreeSampler sampler, String path, Optional<String> notifySocket) {
    this.notifySocket = notifySocket;
    this.sampler = sampler;
    this.path = path;
    Accounts.Found found = Accounts.self();
    this.self = new User(Optional.empty(), found.name(), found.home(), found.shell());
  }

  /** The name of this machine. */
  static String name() {
    try {
      Path kernel = Path.of("/proc/sys/kernel/hostname");
      return Files.exists(kernel)
          ? Files.readString(kernel).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  @Override
  public User self() {
    return self;
  }

  @Override
  public User user(String words) throws NoSuchUserException {
    try {
      Accounts.Found found = Accounts.find(words);
      return new User(Optional.of(found.account()), found.name(), found.home(), found.shell());
    } catch (NoSuchAccountException e) {
      throw new NoSuchUserException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Map<String, byte[]> ownEnvironment() {
    return environment;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Optional<String> notifySocket() {
    return notifySocket;
  }

  @Override
  public Optional<String> originalDescriptorLimit() {
    return DescriptorLimit.original();
  }

  @Override
  public Map<Launcher.Run, Usage> usage(List<Launcher.Run> runs) {
    Map<Launcher.Run, Usage> all = new HashMap<>();
    sampler
        .sample(runs)
        .forEach(
            (run, sample) ->
                all.put(
                    run,
                    new Usage(
                        sample.cpuPercent().orElse(-1),
                        sample.memoryBytes(),
                        sample.threads(),
                        sample.processes())));
    return all;
  }

  @Override
  public long openFiles(Launcher.Run run) {
    return sampler.openFiles(run).orElse(-1);
  }
}
