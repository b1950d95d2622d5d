package dev.sentinelzero.daemon;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the daemon is started.
 *
 * @param home absolute
 * @param keepProcesses whether TERM and INT leave the processes running
 * @param logFormat {@code human} or {@code json} instead of the setting
 * @param logLevel instead of the setting
 */
public record DaemonOptions(
    Path home, boolean keepProcesses, Optional<String> logFormat, Optional<String> logLevel) {}
