package dev.sentinelzero.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import does not do, whatever a file says. */
class BoundsTest {
  private static final Choices CHOICES = new Choices(Optional.empty(), false, 2);

  @TempDir Path folder;

  private Imported read(Tool tool, Path file) {
    return tool.read(
        new ImportRequest(
            List.of(new ImportRequest.Input(file.getFileName().toString(), file)),
            folder,
            CHOICES));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void devicesAndFilesOfTheKernelAreNotRead() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("Procfile"), Path.of("/dev/zero"));
    assertThatThrownBy(() -> read(Tool.PROCFILE, link)).hasMessageContaining("not a regular file");
    Path main = write("supervisord.conf", "[include]\nfiles=kernel.conf\n[program:a]\ncommand=a\n");
    Files.createSymbolicLink(folder.resolve("kernel.conf"), Path.of("/proc/self/environ"));
    assertThatThrownBy(() -> read(Tool.SUPERVISORD, main))
        .hasMessageContaining("kernel.conf is not a regular file");
  }

  @Test
  void aLargeFileIsRefused() throws IOException {
    Path file = write("Procfile", "web: " + "x".repeat(SourceFiles.LARGEST) + "\n");
    assertThatThrownBy(() -> read(Tool.PROCFILE, file)).hasMessageContaining("larger than 4 MB");
  }

  @Test
  void tooManyIncludedFilesAreRefused() throws IOException {
    for (int n = 0; n < SourceFiles.MOST + 1; n++) {
      write("all/" + n + ".conf", "[program:p" + n + "]\ncommand=true\n");
    }
    Path main = write("supervisord.conf", "[include]\nfiles=all/*.conf\n");
    assertThatThrownBy(() -> read(Tool.SUPERVISORD, main)).hasMessageContaining("more than 256");
  }

  @Test
  void aPatternFromTheRootIsRefused() throws IOException {
    Path main = write("supervisord.conf", "[include]\nfiles=/*/*.conf\n[program:a]\ncommand=a\n");
    assertThatThrownBy(() -> read(Tool.SUPERVISORD, main)).hasMessageContaining("no folder");
  }

  @Test
  void aBrokenIncludedLineIsNamedAndNotQuoted() throws IOException {
    write("secret.conf", "password hunter2\n");
    Path main = write("supervisord.conf", "[include]\nfiles=secret.conf\n[program:a]\ncommand=a\n");
    assertThatThrownBy(() -> read(Tool.SUPERVISORD, main))
        .hasMessageStartingWith("secret.conf:1:")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void whatIsWrittenElsewhereNamesTheFolderItCameFrom() throws IOException {
    Path file = write("shop/Procfile", "web: ./serve\n");
    String yaml = read(Tool.PROCFILE, file).yaml();
    assertThat(yaml)
        .contains("project: shop\n")
        .contains("directory: " + folder.resolve("shop") + "\n");
  }

  @Test
  void programsOfPm2AreNotRunUnasked() throws IOException {
    Path ran = folder.resolve("ran");
    Path file =
        write(
            "ecosystem.config.js",
            "require('fs').writeFileSync('" + ran + "', ''); module.exports = { apps: [] };");
    assertThatThrownBy(() -> read(Tool.PM2, file)).hasMessageContaining("--allow-exec");
    assertThat(ran).doesNotExist();
  }

  @Test
  void filesAreRecognised() {
    assertThat(Tool.recognise("Procfile.dev", "")).contains(Tool.PROCFILE);
    assertThat(Tool.recognise("process-compose.yml", "")).contains(Tool.PROCESS_COMPOSE);
    assertThat(Tool.recognise("all.conf", "; x\n[program:a]\n")).contains(Tool.SUPERVISORD);
    assertThat(Tool.recognise("all.conf", "key=1\n")).isEmpty();
    assertThat(Tool.recognise("pm2.json", "")).contains(Tool.PM2);
    assertThat(Tool.recognise("x.json", "{\"apps\": []}")).contains(Tool.PM2);
    assertThat(Tool.recognise("x.json", "{\"version\": 1, \"processes\": {}}")).isEmpty();
    assertThat(Tool.recognise("crontab", "")).contains(Tool.CRONTAB);
    assertThat(Tool.recognise("sentinelzero.yaml", "apps:")).isEmpty();
  }
}
