package dev.sentinelzero.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * All that differs between databases. Its methods block; they are called on the store's threads.
 */
interface Dialect {
  /** What an error of the database means. */
  enum Trouble {
    /** Somebody else holds a lock; the connections are good. */
    BUSY,
    /** It can't be reached, read or written now; new connections are needed. */
    AWAY,
    /** Its content is spoilt. */
    BROKEN,
    /** It is well, and will never take this row. */
    REFUSED
  }

  /** Whether there is a database, as far as can be told without waiting. */
  boolean exists();

  /** Where its migrations lie on the class path. */
  String migrations();

  /** The address for the migrations' own connection. */
  String url();

  /** A connection for the one writer. */
  Connection writer() throws SQLException;

  /** A connection for questions; it refuses to change anything. */
  Connection reader() throws SQLException;

  /** The version of the newest migration that was made; absent in an empty database. */
  Optional<String> version(Connection connection) throws SQLException;

  /** What the error means. */
  Trouble judge(SQLException error);

  /** Whether what {@link #writer} would open is spoilt beyond doubt; reads all of it. */
  boolean broken();

  /** Whether another database lies where the open connections' one was. */
  boolean replaced();

  /**
   * Moves a spoilt database out of the way, never deleting it; all connections are closed before.
   *
   * @return where to, where there was anything to move
   * @throws SQLException when it can't be moved
   */
  Optional<Path> setAside(Instant now) throws SQLException;

  /** Brings everything committed to the disk; false when it isn't there yet. */
  boolean settle(Connection writer) throws SQLException;
}
