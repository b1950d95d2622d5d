package dev.sentinelzero.runtime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the newest revisions of every project, in the home; independent of a database. */
public interface Revisions {
  /**
   * What is kept.
   *
   * @param revisions newest first, project by project
   * @param damaged names of files that can't be read and are left out
   */
  record Kept(List<Revision> revisions, List<String> damaged) {}

  /** The projects that have revisions. */
  Set<String> projects();

  /** The revisions of a project, or of all. */
  Kept all(Optional<String> project);

  /** The number of a project's next revision. */
  int next(String project);

  /**
   * Keeps a revision durably, with the project as it is after it.
   *
   * @throws IOException when it can't be written; then it is not kept
   */
  void keep(Revision revision, Snapshot after) throws IOException;

  /** Forgets a revision that came to nothing. */
  void drop(Revision revision);

  /**
   * The project as it was after a revision.
   *
   * @throws RefusedException when there is no such revision, or it is damaged
   */
  Snapshot snapshot(String project, int number) throws RefusedException;
}
