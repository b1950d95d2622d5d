package dev.sentinelzero.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answer to an event.
 *
 * @param next the process afterwards
 * @param effects what is to be done
 * @param refusal why a command was not carried out; nothing changed then
 */
public record Step(Managed next, List<Effect> effects, Optional<Reason> refusal) {
  static Step of(Managed next, Effect... effects) {
    return new Step(next, List.of(effects), Optional.empty());
  }

  static Step of(Managed next, List<Effect> effects) {
    return new Step(next, List.copyOf(effects), Optional.empty());
  }

  static Step ignored(Managed same) {
    return of(same);
  }

  static Step refused(Managed same, String code, String text) {
    return new Step(same, List.of(), Optional.of(new Reason(code, text)));
  }

  Step and(Effect... later) {
    List<Effect> all = new ArrayList<>(effects);
    all.addAll(List.of(later));
    return new Step(next, List.copyOf(all), refusal);
  }

  Step before(Effect... earlier) {
    List<Effect> all = new ArrayList<>(List.of(earlier));
    all.addAll(effects);
    return new Step(next, List.copyOf(all), refusal);
  }
}
