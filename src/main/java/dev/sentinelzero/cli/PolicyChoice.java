package dev.sentinelzero.cli;

import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.units.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The restart policy of {@code start}. */
final class PolicyChoice {
  private PolicyChoice() {}

  /** The chosen policy with the delay of {@code --restart-delay}; the cap is raised to it. */
  static Map<String, Json> delayed(Call call) throws IOException, InterruptedException {
    Duration delay = call.arguments().duration("restart-delay").orElse(Duration.ZERO);
    String name = call.arguments().text("policy").orElse(RestartPolicy.DEFAULT);
    Json policy = call.api().get("/policies/" + Request.segment(name)).at("policy");
    Map<String, Json> words = new LinkedHashMap<>(policy.fields());
    words.put("delay", Json.of(Durations.format(delay)));
    String cap = policy.text("max_delay");
    if (cap.isEmpty() || Durations.parse(cap).compareTo(delay) < 0) {
      words.put("max_delay", Json.of(Durations.format(delay)));
    }
    return words;
  }
}
