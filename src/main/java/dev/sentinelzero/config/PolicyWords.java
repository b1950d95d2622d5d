package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Entry;
import dev.sentinelzero.config.Item.Kind;
import dev.sentinelzero.config.Item.Spot;
import dev.sentinelzero.process.RestartPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Restart policies outside of process files: in requests, and as options of the command line. */
public final class PolicyWords {
  private static final List<String> LISTS = List.of("restart_on", "never_on", "success_exits");

  private PolicyWords() {}

  /**
   * Reads a policy from a JSON object of the process file's words; what it leaves out is that of
   * {@code standard}.
   *
   * @throws ProblemsException with everything that is wrong with it
   */
  public static RestartPolicy read(String json) {
    return read(json, SpecReader.builtIn(RestartPolicy.DEFAULT));
  }

  /**
   * Reads a policy from a JSON object of the process file's words.
   *
   * @param base the policy of what the words leave out
   * @throws ProblemsException with everything that is wrong with it
   */
  public static RestartPolicy read(String json, RestartPolicy base) {
    Problems problems = new Problems();
    Optional<RestartPolicy> policy =
        JsonTree.read(json, problems)
            .flatMap(
                item ->
                    new Section(new Item.Mapping(item.spot(), Map.of()), Resolver.LITERAL, problems)
                        .section(item))
            .map(words -> PolicyReader.read(words, base));
    problems.throwIfAny();
    return policy.orElse(base);
  }

  /**
   * Reads a policy from single words, as options of a command line give them.
   *
   * @param words texts by key; lists are separated by commas; {@code none} takes {@code window},
   *     {@code retry_every} or {@code immediate_after} away
   * @param base the policy of what the words leave out
   * @throws ProblemsException with everything that is wrong with them; lines are 0
   */
  public static RestartPolicy parseOptions(Map<String, String> words, RestartPolicy base) {
    Problems problems = new Problems();
    Map<String, Entry> entries = new LinkedHashMap<>();
    words.forEach((key, text) -> entries.put(key, entry(key, text)));
    Item.Mapping map = new Item.Mapping(new Spot("", 0, 0), entries);
    RestartPolicy policy = PolicyReader.read(new Section(map, Resolver.LITERAL, problems), base);
    problems.throwIfAny();
    return policy;
  }

  private static Entry entry(String key, String text) {
    Spot spot = new Spot(key, 0, 0);
    if (!LISTS.contains(key)) {
      return new Entry(spot, new Item.Scalar(spot, text, Kind.TEXT));
    }
    List<Item> items = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        items.add(new Item.Scalar(spot, part.strip(), Kind.TEXT));
      }
    }
    return new Entry(spot, new Item.Listing(spot, items));
  }
}
