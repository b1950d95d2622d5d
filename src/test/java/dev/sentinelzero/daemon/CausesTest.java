package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.config.Source;
import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failed start tells beside the system's few words. */
class CausesTest {
  private static final List<String> PYTHON = List.of("OSError: [Errno 98] Address already in use");

  @TempDir Path folder;

  private Managed ended(String process, Exit exit) {
    String text = "version: 1\nprocesses:\n  one: " + process + "\n";
    Source source = new Source(folder, name -> Optional.empty(), Optional.empty());
    Definition definition = ProcessFile.read(text, source, Set.of()).processes().getFirst();
    Managed defined = Managed.defined(definition);
    RunId run = new RunId("01m87r1ep8fbvr59z1mjebs22e");
    Managed.Last last = new Managed.Last(run, new ExitReport(exit, Instant.EPOCH, Duration.ZERO));
    Managed.History history =
        new Managed.History(
            defined.history().retries(), 0, Optional.of(last), defined.history().reason());
    return new Managed(definition, defined.wanted(), defined.state(), history, Agenda.NONE);
  }

  private Optional<String> notSpawned(String process, Stage stage, int errno) {
    return Causes.of(ended(process, new Exit.NotSpawned(stage, errno, "…")), List.of());
  }

  @Test
  void theHolderOfAPortIsNamedThoughTheOutputDoesNotNameThePort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String held =
          "port " + taken.getLocalPort() + " is held by pid " + ProcessHandle.current().pid();
      Exit exit = new Exit.Code(1);
      String port = String.valueOf(taken.getLocalPort());

      Managed argument = ended("{ command: [server, --bind, \"127.0.0.1:" + port + "\"] }", exit);
      Managed variable = ended("{ command: server, environment: { PORT: " + port + " } }", exit);
      Managed neither = ended("{ command: server }", exit);

      assertThat(Causes.of(argument, PYTHON).orElseThrow()).startsWith(held);
      assertThat(Causes.of(variable, PYTHON).orElseThrow()).startsWith(held);
      assertThat(Causes.of(neither, PYTHON).orElseThrow()).doesNotContain("is held by");
      assertThat(Causes.of(argument, List.of("no such table"))).isEmpty();
    }
  }

  @Test
  void aMissingInterpreterDoesNotReadAsIfTheScriptWereMissing() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter -x\necho\n");

    assertThat(notSpawned("{ command: ./script }", Stage.EXEC, 2).orElseThrow())
        .contains(script.toString(), "asks for /no/such/interpreter -x, which is missing");
    assertThat(notSpawned("{ command: ./nothing }", Stage.EXEC, 2).orElseThrow())
        .isEqualTo("there is no file " + folder.resolve("nothing"));
    assertThat(notSpawned("{ command: nothing }", Stage.EXEC, 2).orElseThrow())
        .contains("PATH", "'nothing'");
  }

  @Test
  void permissionDeniedSaysWhatIsDenied() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "hello");
    Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rw-------"));

    assertThat(notSpawned("{ command: ./plain }", Stage.EXEC, 13).orElseThrow())
        .endsWith("is not executable; run: chmod +x " + plain);
    assertThat(notSpawned("{ command: " + folder + " }", Stage.EXEC, 13).orElseThrow())
        .endsWith("is a directory");
    assertThat(
            notSpawned("{ command: x, user: www, directory: . }", Stage.DIRECTORY, 13)
                .orElseThrow())
        .startsWith("user www may not enter ");
  }

  @Test
  void aScriptWithoutItsFirstLineIsToldWhatIsMissing() {
    assertThat(notSpawned("{ command: ./script }", Stage.EXEC, 8).orElseThrow()).contains("#!");
  }
}
