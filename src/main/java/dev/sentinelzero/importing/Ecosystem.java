package dev.sentinelzero.importing;

import dev.sentinelzero.importing.SourceFiles.Source;
import java.util.List;

/** Ecosystem files of pm2 that are programs: what they evaluate to was found out elsewhere. */
public final class Ecosystem {
  private Ecosystem() {}

  /**
   * Makes a process file.
   *
   * @param request names the one file
   * @param json what it evaluated to
   */
  public static Imported read(ImportRequest request, String json) {
    Session session =
        new Session(new Draft(request.target()), new SourceFiles(), request.choices());
    ImportRequest.Input input = request.inputs().getFirst();
    Pm2Import.readEvaluated(json, new Source(input.shown(), input.path()), session);
    return session
        .draft()
        .finish(
            List.of(
                "Made of "
                    + input.shown()
                    + " by 'sentinelzero config import --from pm2 --allow-exec'."),
            Tool.project(request));
  }
}
