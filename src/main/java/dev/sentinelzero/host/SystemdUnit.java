package dev.sentinelzero.host;

/** The unit that systemd reads. Pure. */
public final class SystemdUnit {
  /** The file's name, and the service's. */
  public static final String NAME = "sentinelzero.service";

  private SystemdUnit() {}

  /** The text of the file, UTF-8. */
  public static String of(Request request) {
    boolean system = request.scope() == Request.Scope.SYSTEM;
    return """
        [Unit]
        Description=SentinelZero keeps processes running
        # However often it fails, it is tried again.
        StartLimitIntervalSec=0
        %s
        [Service]
        Type=notify
        # The program's pid is the one that systemd started: nobody else may speak for it.
        NotifyAccess=main
        # A launcher that has to build first takes its time.
        TimeoutStartSec=10min
        WatchdogSec=60
        ExecStart=%s --home %s daemon
        Environment=%s
        Restart=always
        RestartSec=1
        # Keepers and their processes outlive the daemon and are taken over by the next one.
        KillMode=process
        TimeoutStopSec=90
        Delegate=yes
        TasksMax=infinity
        LimitNOFILE=65536

        [Install]
        WantedBy=%s
        """
        .formatted(
            system ? "Wants=network-online.target\nAfter=network-online.target\n" : "",
            program(request.launcher().toString()),
            argument(request.home().toString()),
            quoted("PATH=" + request.path()),
            system ? "multi-user.target" : "default.target");
  }

  /**
   * The program to start. systemd expands variables in arguments but not in the program's name, in
   * which it refuses quotes and backslashes altogether: then a shell becomes the program.
   */
  private static String program(String path) {
    return path.chars().anyMatch(c -> c == '"' || c == '\'' || c == '\\')
        ? "/bin/sh -c \"exec \\\"$$0\\\" \\\"$$@\\\"\" " + argument(path)
        : quoted(path);
  }

  private static String argument(String text) {
    return quoted(text.replace("$", "$$"));
  }

  /** A quoted word in which nothing has a meaning. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + '"';
  }
}
