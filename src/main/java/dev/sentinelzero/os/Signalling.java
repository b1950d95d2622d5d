package dev.sentinelzero.os;

import java.util.List;

/** Sends signals to the processes that are meant, never to whoever has their pids meanwhile. */
final class Signalling {
  private static final boolean LINUX = Platform.current().isLinux();

  private Signalling() {}

  /** Sends a signal to each; how many got it. */
  static int send(List<ProcessEntry> processes, int signal) {
    return (int) processes.stream().filter(process -> send(process, signal)).count();
  }

  /** Sends a signal; false when it is gone or not ours. */
  static boolean send(ProcessEntry process, int signal) {
    if (!LINUX) {
      return isAlive(process) && Pids.kill(process.pid(), signal) == 0;
    }
    int descriptor = Pids.open(process.pid());
    if (descriptor < 0) {
      return false;
    }
    try {
      // Looked at after the descriptor was opened: from here on the pid can't become another's.
      return isAlive(process) && Pids.send(descriptor, signal) == 0;
    } finally {
      Descriptors.close(descriptor);
    }
  }

  static boolean isAlive(ProcessEntry process) {
    return ProcessSource.current()
        .one(process.pid())
        .filter(now -> !now.zombie() && now.start().equals(process.start()))
        .isPresent();
  }
}
