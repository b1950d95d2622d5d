package dev.sentinelzero.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a configuration that is a JavaScript program, as the caller. */
final class NodeProgram {
  private static final int SECONDS = 10;
  private static final int LARGEST = 4 << 20;
  private static final String MARK = "\u0001sentinelzero\u0001";
  private static final String SCRIPT =
      "const found = require(process.argv[1]);"
          + "const value = found && found.default && !found.apps ? found.default : found;"
          + "process.stdout.write('\\u0001sentinelzero\\u0001' + JSON.stringify(value));";

  private NodeProgram() {}

  /**
   * What the program exports, as JSON.
   *
   * @throws Failure when there is no node, or the program fails or takes too long
   */
  static String evaluate(Call call, Path file) throws IOException, InterruptedException {
    Path output = Files.createTempFile("sentinelzero-import", ".json");
    try {
      Process node = start(call, file, output);
      try {
        if (!node.waitFor(SECONDS, TimeUnit.SECONDS)) {
          throw failed(file, "did not end within " + SECONDS + " s");
        }
      } finally {
        node.descendants().forEach(ProcessHandle::destroyForcibly);
        node.destroyForcibly();
      }
      if (node.exitValue() != 0) {
        throw failed(file, "failed when node ran it");
      }
      return json(file, output);
    } finally {
      Files.delete(output);
    }
  }

  private static Process start(Call call, Path file, Path output) {
    ProcessBuilder builder =
        new ProcessBuilder("node", "-e", SCRIPT, file.toString())
            .directory(file.resolveSibling(".").normalize().toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(call.surroundings().environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw Failure.of(
          ExitCode.FAILED,
          "node can't be started",
          "install it, or write the file's apps down as ecosystem.config.json");
    }
  }

  private static String json(Path file, Path output) throws IOException {
    String text = Files.size(output) > LARGEST ? "" : Files.readString(output);
    int mark = text.lastIndexOf(MARK);
    if (mark < 0) {
      throw failed(file, "said nothing that can be understood, or more than 4 MB");
    }
    return text.substring(mark + MARK.length());
  }

  private static Failure failed(Path file, String what) {
    return Failure.of(
        ExitCode.FAILED,
        Visible.of(file.getFileName().toString()) + " " + what,
        "'node -p \"JSON.stringify(require('./" + file.getFileName() + "'))\"' shows why");
  }
}
