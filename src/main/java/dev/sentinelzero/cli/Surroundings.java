package dev.sentinelzero.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Everything a verb can touch, so that a test can hand in its own.
 *
 * @param environment the variables of whoever runs the CLI
 * @param workingDirectory absolute path
 * @param in standard input
 * @param out standard output, UTF-8
 * @param err standard error, UTF-8
 * @param screen what {@code out} is
 * @param ports what only others can do
 */
public record Surroundings(
    Map<String, String> environment,
    Path workingDirectory,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Screen screen,
    Ports ports) {

  /** The value of a variable; empty where it is unset. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
