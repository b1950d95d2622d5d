package dev.sentinelzero.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@code config init}: writes an example of a process file. */
final class ConfigInit implements Verb {
  static final String EXAMPLE =
      """
      # Processes that SentinelZero keeps alive. Try it with: sentinelzero up
      version: 1
      # project: shop                    # owns what is defined here; default: this folder's name

      # policies:                        # restart policies of your own; built in are standard,
      #   eager:                         # aggressive, conservative, always and none
      #     { restart: always, max_retries: 10, delay: 1s, backoff: 2.0, max_delay: 60s }

      processes:
        clock:
          shell: while true; do date; sleep 5; done     # run by /bin/sh -c
          policy: always

        # web:
        #   command: python3 -m http.server ${PORT:-8000}   # split into words, no shell
        #   directory: site                # relative to this file
        #   environment: { GREETING: hello }
        #   group: app                     # sentinelzero restart -g app
        #   depends_on: { clock: started }
        #   restart: { restart: on-failure, delay: 5s, max_retries: 5 }
        #   stop: { signal: TERM, timeout: 10s }
        #   logs: { max_size: 50MB, keep: 10 }
      """;

  @Override
  public Syntax syntax() {
    return Syntax.of(
        "config init",
        "write a commented example of a process file",
        List.of("[FILE]"),
        Syntax.Operands.WORDS,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException {
    List<String> words = call.arguments().words();
    if (words.size() > 1) {
      throw Failure.usage("only one FILE can be given", "");
    }
    String name = words.isEmpty() ? "sentinelzero.yaml" : words.getFirst();
    Path path = call.path(name);
    try {
      Files.writeString(path, EXAMPLE, StandardOpenOption.CREATE_NEW);
    } catch (NoSuchFileException e) {
      throw Failure.usage(
          "there is no folder " + path.getParent(), "make it first, or name a file elsewhere");
    } catch (FileAlreadyExistsException e) {
      throw Failure.of(
          ExitCode.CONFLICT,
          Visible.of(name) + " exists, and is left as it is",
          "name another file, or move this one away");
    }
    call.say("wrote " + Visible.of(name));
    call.note("next: 'sentinelzero up -f " + Visible.of(name) + "' brings it about");
    return ExitCode.DONE;
  }
}
