package dev.sentinelzero.importing;

import dev.sentinelzero.importing.SourceFiles.Source;

/** Agents and daemons of launchd. */
final class LaunchdImport implements Importer {
  @Override
  public void read(Source source, Session session) {
    new LaunchdJob(Plist.read(source, session.files()), session).add();
  }
}
