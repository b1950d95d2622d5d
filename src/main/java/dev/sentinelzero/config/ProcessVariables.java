package dev.sentinelzero.config;

import dev.sentinelzero.config.Expansion.ExpansionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The variables that the texts of one process are expanded from: its own environment first, then
 * whoever applies the file. A variable that names itself ({@code PATH: /opt/bin:${PATH}}) means the
 * outer one.
 */
final class ProcessVariables implements Expansion.Variables {
  private final Map<String, Item.Entry> own;
  private final int instance;
  private final Function<String, Optional<String>> outer;
  private final Problems problems;
  private final Map<String, Optional<String>> known = new HashMap<>();
  private final List<String> open = new ArrayList<>();

  /**
   * Makes one.
   *
   * @param instance the index of the instance; 0 where there is only one
   */
  ProcessVariables(
      Map<String, Item.Entry> own,
      int instance,
      Function<String, Optional<String>> outer,
      Problems problems) {
    this.own = own;
    this.instance = instance;
    this.outer = outer;
    this.problems = problems;
  }

  /** The name under which the index of the instance is known. */
  static final String INSTANCE = "instance";

  @Override
  public Optional<String> value(String name) {
    boolean itself = !open.isEmpty() && open.getLast().equals(name);
    if (!own.containsKey(name) || itself) {
      Optional<String> value = outer.apply(name);
      return value.isEmpty() && name.equals(INSTANCE)
          ? Optional.of(Integer.toString(instance))
          : value;
    }
    if (open.contains(name)) {
      throw new ExpansionException(
          "the variables " + name + " and " + open.getLast() + " stand for each other");
    }
    return Optional.of(ownValue(name).orElseThrow(() -> new ExpansionException("")));
  }

  /** The process's own value; empty when it could not be made, with the problem added. */
  private Optional<String> ownValue(String name) {
    Optional<String> earlier = known.get(name);
    if (earlier != null) {
      return earlier;
    }
    open.add(name);
    try {
      Optional<String> value = expanded(name);
      known.put(name, value);
      return value;
    } finally {
      open.removeLast();
    }
  }

  private Optional<String> expanded(String name) {
    Item.Entry entry = own.get(name);
    Item item = entry == null ? null : entry.value();
    try {
      return switch (item) {
        case Item.Scalar scalar -> Optional.of(Expansion.expand(scalar.text(), this));
        case Item.Mapping map -> Optional.of(number(name, map));
        case null, default -> Optional.empty();
      };
    } catch (ExpansionException e) {
      if (item instanceof Item.Scalar && !String.valueOf(e.getMessage()).isEmpty()) {
        problems.add(item.spot(), String.valueOf(e.getMessage()));
        return Optional.empty();
      }
      throw e;
    }
  }

  private String number(String name, Item.Mapping map) {
    Item.Entry from = map.entries().get("from");
    String first =
        from != null && from.value() instanceof Item.Scalar scalar
            ? Expansion.expand(scalar.text(), this)
            : "";
    if (!first.matches("-?\\d+")) {
      throw new ExpansionException(
          name + " is a secret, which is not expanded; the program finds it in its environment");
    }
    return instance == 0 ? first : Long.toString(Long.parseLong(first) + step(map) * instance);
  }

  private static long step(Item.Mapping map) {
    Item.Entry step = map.entries().get("step");
    return step != null
            && step.value() instanceof Item.Scalar scalar
            && scalar.text().matches("-?\\d{1,10}")
        ? Long.parseLong(scalar.text())
        : 1;
  }
}
