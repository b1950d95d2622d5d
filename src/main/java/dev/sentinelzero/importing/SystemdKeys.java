package dev.sentinelzero.importing;

import dev.sentinelzero.importing.UnitFile.Line;
import java.util.Set;

/** What is said about the keys of units that have no place in a process file. */
final class SystemdKeys {
  /** Keys that are read, or told of where they are. */
  private static final Set<String> READ =
      Set.of(
          "Description",
          "After",
          "Requires",
          "Wants",
          "BindsTo",
          "Requisite",
          "PartOf",
          "StartLimitIntervalSec",
          "StartLimitInterval",
          "StartLimitBurst",
          "Type",
          "ExecStart",
          "ExecStartPre",
          "ExecReload",
          "ExecStop",
          "ExecStopPost",
          "ExecStartPost",
          "ExecCondition",
          "Restart",
          "RestartSec",
          "RestartSteps",
          "RestartMaxDelaySec",
          "SuccessExitStatus",
          "RestartPreventExitStatus",
          "RestartForceExitStatus",
          "KillSignal",
          "KillMode",
          "TimeoutStopSec",
          "TimeoutStartSec",
          "TimeoutSec",
          "User",
          "Group",
          "UMask",
          "Nice",
          "WorkingDirectory",
          "Environment",
          "EnvironmentFile",
          "PassEnvironment",
          "StandardInput",
          "MemoryMax");

  private SystemdKeys() {}

  /** Tells of a line that is left out. */
  static void leave(Line line, Findings findings) {
    String key = line.key();
    boolean limit = key.startsWith("Limit") && SystemdLimits.isKnown(key);
    if (READ.contains(key) && !line.section().equals("Install") || limit) {
      return;
    }
    findings.unmapped(line.place(), key, line.value(), reason(line));
  }

  private static String reason(Line line) {
    if (line.section().equals("Install")) {
      return "what is applied is wanted up, after a reboot too, without being enabled";
    }
    return switch (line.key()) {
      case "Documentation" -> "there is no place for it; a comment does";
      case "StandardOutput",
          "StandardError",
          "SyslogIdentifier",
          "SyslogFacility",
          "SyslogLevel",
          "LogRateLimitIntervalSec",
          "LogRateLimitBurst",
          "LogLevelMax",
          "LogNamespace" ->
          "output is kept by the daemon; 'sentinelzero logs' shows it";
      case "Before" -> "say it at the other one: 'depends_on'";
      case "Conflicts" -> "nothing is stopped when another starts";
      case "RemainAfterExit" ->
          "a process that ended well is completed, and others may depend on that";
      case "OnFailure", "OnSuccess" -> "'hooks: { after_exit: … }' is told how a run ended";
      case "WatchdogSec" -> "'liveness' checks whether it is alive";
      case "NotifyAccess" -> "only the process itself is listened to";
      case "PIDFile", "GuessMainPID", "BusName" -> "the process is known from its launch on";
      case "DynamicUser", "SupplementaryGroups", "PAMName" -> "'user' takes an account that exists";
      case "MemoryHigh",
          "MemoryLow",
          "MemorySwapMax",
          "CPUQuota",
          "CPUWeight",
          "CPUShares",
          "IOWeight",
          "TasksMax",
          "AllowedCPUs",
          "Slice",
          "Delegate" ->
          "the kernel's groups are systemd's; 'limits' watches and restarts instead";
      case "SendSIGKILL", "SendSIGHUP", "FinalKillSignal", "RestartKillSignal", "TimeoutAbortSec" ->
          "a stop sends one signal, and SIGKILL when the time is over";
      case "UnsetEnvironment" -> "nothing is passed on that is not named";
      case "LoadCredential", "SetCredential", "LoadCredentialEncrypted" ->
          "a secret is a variable: 'environment: { NAME: { from: \"file:…\" } }'";
      case "RuntimeMaxSec" -> "'schedule.timeout' bounds a scheduled run, nothing another one";
      case "DefaultDependencies",
          "IgnoreOnIsolate",
          "RefuseManualStart",
          "RefuseManualStop",
          "AllowIsolate",
          "StopWhenUnneeded",
          "JobTimeoutSec" ->
          "there are no targets here";
      default -> other(line.key());
    };
  }

  private static String other(String key) {
    if (key.startsWith("Condition") || key.startsWith("Assert")) {
      return "nothing is checked before a start; 'hooks: { before_start: … }' can";
    }
    if (key.matches(
        "(Protect|Private|Restrict|ReadOnly|ReadWrite|Inaccessible|Bind|System|Lock|Memory|NoNew|Capability|Ambient|Root|Proc|Remove|Keyring|Secure|IPAddress|Device|TemporaryFile|NoExec|Exec).*")) {
      return "the sandbox is systemd's; there is none here";
    }
    if (key.matches("(Runtime|State|Cache|Logs|Configuration)Directory.*")) {
      return "folders are not made; 'hooks: { before_start: mkdir -p … }' can";
    }
    return "it has no counterpart";
  }
}
