package dev.sentinelzero.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code config schema}: prints the JSON Schema of the process file, for editors. */
final class ConfigSchema implements Verb {
  /** Where it is among the program's resources. */
  static final String RESOURCE = "/schema/sentinelzero.schema.json";

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "config schema",
            "print the JSON Schema of the process file, for editors",
            List.of(""),
            Syntax.Operands.NONE,
            List.of())
        .noting(
            "Write it to a file and name that in the first line of the process file:\n"
                + "  sentinelzero config schema > sentinelzero.schema.json\n"
                + "  # yaml-language-server: $schema=sentinelzero.schema.json");
  }

  @Override
  public int run(Call call) throws IOException {
    try (InputStream schema = ConfigSchema.class.getResourceAsStream(RESOURCE)) {
      if (schema == null) {
        throw new IllegalStateException(RESOURCE + " is not in the program");
      }
      call.print(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
    return ExitCode.DONE;
  }
}
