package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.units.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which processes an operation is for.
 *
 * @param names names and globs ({@code *}, {@code ?}, {@code [abc]}), ignoring case; the name of
 *     several instances is all of them
 * @param group all of a group
 * @param project all of a project
 * @param all every one
 */
public record Selection(
    List<String> names, Optional<String> group, Optional<String> project, boolean all) {
  /** One process. */
  public static Selection of(String name) {
    return new Selection(List.of(name), Optional.empty(), Optional.empty(), false);
  }

  /** Every process. */
  public static final Selection ALL =
      new Selection(List.of(), Optional.empty(), Optional.empty(), true);

  /**
   * Finds them.
   *
   * @return sorted by name, each once
   * @throws RefusedException when a name is unknown, a glob matches nothing, or nothing is named
   */
  public List<Managed> among(Collection<Managed> known) throws RefusedException {
    if (names.isEmpty() && group.isEmpty() && project.isEmpty() && !all) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "no process is named",
          "give names, --group GROUP or --all");
    }
    Set<Managed> found = new LinkedHashSet<>();
    for (String name : names) {
      found.addAll(named(name, known));
    }
    group.ifPresent(wanted -> addAll(found, known, m -> inGroup(m, wanted)));
    project.ifPresent(
        wanted -> addAll(found, known, m -> m.definition().project().equalsIgnoreCase(wanted)));
    if (all) {
      found.addAll(known);
    }
    if (found.isEmpty() && group.isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.NOT_FOUND, "there is no process in group '" + group.get() + "'");
    }
    List<Managed> sorted = new ArrayList<>(found);
    sorted.sort((one, other) -> one.name().compareTo(other.name()));
    return sorted;
  }

  private static boolean inGroup(Managed managed, String group) {
    return managed.definition().spec().group().filter(group::equalsIgnoreCase).isPresent();
  }

  private static void addAll(
      Set<Managed> found, Collection<Managed> known, java.util.function.Predicate<Managed> those) {
    known.stream().filter(those).forEach(found::add);
  }

  private static List<Managed> named(String name, Collection<Managed> known)
      throws RefusedException {
    boolean glob = isGlob(name);
    Pattern pattern = glob ? pattern(name) : Pattern.compile(Pattern.quote(lower(name)));
    List<Managed> found =
        known.stream().filter(m -> pattern.matcher(m.name().key()).matches()).toList();
    if (!found.isEmpty()) {
      return found;
    }
    List<Managed> instances =
        known.stream().filter(m -> m.name().base().equalsIgnoreCase(name)).toList();
    if (!instances.isEmpty()) {
      return instances;
    }
    if (glob) {
      throw new RefusedException(
          RefusedException.Kind.NOT_FOUND, "no process matches '" + name + "'");
    }
    throw new RefusedException(
        RefusedException.Kind.NOT_FOUND,
        "there is no process '" + name + "'",
        hint(name, known.stream().map(m -> m.name().value()).toList()));
  }

  private static String hint(String name, List<String> known) {
    return Suggestion.nearest(name, known)
        .map(other -> "did you mean '" + other + "'?")
        .orElse("sentinelzero list shows all");
  }

  private static boolean isGlob(String name) {
    return !ProcessName.isValid(name) && name.matches(".*[*?\\[].*");
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < glob.length(); at++) {
      char c = glob.charAt(at);
      int close = c == '[' ? glob.indexOf(']', at + 1) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > at + 1) {
        regex.append(oneOf(lower(glob.substring(at + 1, close))));
        at = close;
      } else {
        regex.append(Pattern.quote(lower(String.valueOf(c))));
      }
    }
    return Pattern.compile(regex.toString());
  }

  private static String oneOf(String characters) {
    boolean not = characters.startsWith("!") || characters.startsWith("^");
    String inner = not ? characters.substring(1) : characters;
    return "[" + (not ? "^" : "") + inner.replaceAll("[\\[\\]\\\\^&]", "\\\\$0") + "]";
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
