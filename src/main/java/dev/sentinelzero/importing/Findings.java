package dev.sentinelzero.importing;

import dev.sentinelzero.importing.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Collects what was left out or changed its meaning. */
final class Findings {
  private static final Pattern PRIVATE =
      Pattern.compile("pass|secret|token|key|cred|auth|private|env|user|url", 0);

  /** Numbers, words and paths are shown; whatever could be a secret is not. */
  private static final Pattern HARMLESS =
      Pattern.compile("-?[0-9]{1,9}[A-Za-z%]{0,3}|[A-Za-z][a-z_-]{0,15}|(/[A-Za-z0-9_.-]{1,40})+");

  private final List<Finding> all = new ArrayList<>();

  /** A key that has no place in a process file. */
  void unmapped(Place place, String key, String value, String reason) {
    add(Kind.UNMAPPED, place, key, Optional.of(value).filter(text -> isShown(key, text)), reason);
  }

  /** A key that has no place in a process file, and no single value. */
  void unmapped(Place place, String key, String reason) {
    add(Kind.UNMAPPED, place, key, Optional.empty(), reason);
  }

  /** A key that is kept and means something else. */
  void note(Place place, String key, String reason) {
    add(Kind.NOTE, place, key, Optional.empty(), reason);
  }

  private void add(Kind kind, Place place, String key, Optional<String> value, String reason) {
    Finding finding = new Finding(kind, place.file(), place.line(), key, value, reason);
    if (!all.contains(finding)) {
      all.add(finding);
    }
  }

  private static boolean isShown(String key, String value) {
    return HARMLESS.matcher(value).matches()
        && !PRIVATE.matcher(key.toLowerCase(Locale.ROOT)).find();
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
