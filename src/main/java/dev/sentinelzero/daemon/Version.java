package dev.sentinelzero.daemon;

import java.util.Optional;

/** Which version this is. */
final class Version {
  private Version() {}

  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
