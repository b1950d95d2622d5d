package dev.sentinelzero.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completions in the shells that they are for, with a real daemon to name processes. */
class CompletionTest {
  @TempDir static Path folder;
  private static Shell shell;

  @BeforeAll
  static void startDaemon() throws IOException {
    shell = new Shell(folder);
    shell.startDaemon();
    shell.done("start", "-n", "web.1", "--", "sleep", "1000");
    shell.done("start", "-n", "worker", "--", "sleep", "1000");
    for (String name : List.of("bash", "zsh", "fish")) {
      Files.writeString(shell.folder.resolve(name), shell.done("completion", name));
    }
  }

  @AfterAll
  static void stopDaemon() {
    shell.close();
  }

  private static List<String> run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(shell.folder, "out", "");
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
    builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
    builder.environment().put("SENTINELZERO_HOME", shell.home.toString());
    builder.environment().put("HOME", shell.folder.toString());
    builder
        .environment()
        .merge("PATH", shell.launcher.getParent() + ":", (old, first) -> first + old);
    Process process = builder.start();
    assertThat(process.waitFor(Shell.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> String.join(" ", command)).isZero();
    return Files.readString(out, UTF_8).lines().toList();
  }

  /** What bash offers for the last of the words. */
  private static List<String> bash(String... words) throws IOException, InterruptedException {
    String line =
        "set -u; source "
            + shell.folder.resolve("bash")
            + "; COMP_WORDS=(sentinelzero \"$@\" ''); COMP_WORDS=(\"${COMP_WORDS[@]:0:$#+1}\" '');"
            + " COMP_CWORD=$#; complete -p sentinelzero >/dev/null; _sentinelzero;"
            + " printf '%s\\n' \"${COMPREPLY[@]-}\"";
    String[] command = new String[words.length + 4];
    System.arraycopy(new String[] {"bash", "-c", line, "bash"}, 0, command, 0, 4);
    System.arraycopy(words, 0, command, 4, words.length);
    return run(command);
  }

  @Test
  void bashOffersVerbsOptionsAndNames() throws Exception {
    assertThat(bash("st")).containsExactlyInAnyOrder("start", "stop", "status");
    assertThat(bash("policy", "s")).containsExactlyInAnyOrder("show", "simulate");
    assertThat(bash("daemon", "st")).containsExactly("stop");
    assertThat(bash("policy", "create", "--max"))
        .containsExactlyInAnyOrder("--max-retries", "--max-delay");
    assertThat(bash("stop", "--fo")).containsExactlyInAnyOrder("--force", "--format");
    assertThat(bash("stop", "w")).containsExactlyInAnyOrder("web.1", "worker");
    assertThat(bash("stop", "web.1", "wo")).containsExactly("worker");
    assertThat(bash("nosuch", "x")).containsExactly("");
  }

  @Test
  void fishOffersVerbsOptionsAndNames() throws Exception {
    String fish = "source " + shell.folder.resolve("fish") + "; complete -C $argv[1]";
    assertThat(run("fish", "--no-config", "-c", fish, "sentinelzero st"))
        .extracting(line -> line.split("\t", -1)[0])
        .containsExactlyInAnyOrder("start", "stop", "status");
    assertThat(run("fish", "--no-config", "-c", fish, "sentinelzero policy s"))
        .extracting(line -> line.split("\t", -1)[0])
        .contains("show", "simulate")
        .doesNotContain("status");
    assertThat(run("fish", "--no-config", "-c", fish, "sentinelzero stop --fo"))
        .extracting(line -> line.split("\t", -1)[0])
        .contains("--force");
    assertThat(run("fish", "--no-config", "-c", fish, "sentinelzero stop w"))
        .containsExactlyInAnyOrder("web.1", "worker");
  }

  @Test
  void zshOffersVerbsOptionsAndNames() throws Exception {
    String zsh =
        "autoload -U compinit && compinit -u -D && source "
            + shell.folder.resolve("zsh")
            + " && words=(sentinelzero \"$@\") && CURRENT=$#words && compadd() { print -rl -- \"${@[@]}\" }"
            + " && [[ -n ${_comps[sentinelzero]} ]] && print -r -- ${_comps[sentinelzero]}"
            + " && COMP_WORDS=(sentinelzero \"$@\") && COMP_CWORD=$#"
            + " && setopt kshglob sh_word_split ksh_arrays && _sentinelzero"
            + " && print -rl -- \"${COMPREPLY[@]}\"";
    assertThat(run("zsh", "-f", "-c", zsh, "zsh", "st")).contains("start", "stop", "status");
    assertThat(run("zsh", "-f", "-c", zsh, "zsh", "stop", "w")).contains("web.1", "worker");
    assertThat(run("zsh", "-f", "-c", zsh, "zsh", "policy", "s")).contains("show", "simulate");
  }
}
