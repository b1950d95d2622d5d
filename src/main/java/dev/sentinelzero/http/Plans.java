package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.runtime.Change;
import dev.sentinelzero.runtime.Difference;
import dev.sentinelzero.runtime.Plan;
import dev.sentinelzero.runtime.PolicyChange;
import dev.sentinelzero.runtime.Projects;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes plans, and reads what is said of an apply. */
final class Plans {
  private static final int MOST_FILES = 64;
  private static final int LONGEST_FILE = 4096;
  private static final int LONGEST_REASON = 1000;

  private Plans() {}

  static ObjectNode view(Plan plan) {
    ObjectNode view = Json.object();
    view.putArray("changes");
    for (Change change : plan.changes()) {
      ObjectNode one = view.withArray("changes").addObject();
      one.put("name", change.name().value());
      one.put("action", change.action().word());
      change.fields().forEach(one.putArray("fields")::add);
      one.put("reason", change.reason());
      one.putArray("details");
      for (Difference difference : change.differences()) {
        ObjectNode detail = one.withArray("details").addObject();
        detail.put("path", difference.path());
        detail.put("before", difference.before());
        detail.put("after", difference.after());
      }
    }
    view.putArray("policies");
    for (PolicyChange change : plan.policies()) {
      ObjectNode one = view.withArray("policies").addObject();
      one.put("name", change.name());
      one.put("action", change.action().word());
    }
    return view;
  }

  /** What was planned, what became of it, and under which number it is remembered. */
  static ObjectNode applied(Services services, Projects.Applied applied, Optional<Duration> wait)
      throws InterruptedException {
    ObjectNode answer = view(applied.plan());
    answer.put("project", applied.plan().intent().wanted().project());
    answer.put("revision", applied.revision().map(one -> one.number()).orElse(null));
    answer.set("results", new Results(services).of(applied.pending(), wait));
    return answer;
  }

  /** The names of the files that are applied. */
  static List<String> files(ObjectNode body) {
    List<String> files = Json.texts(body, "files");
    if (files.size() > MOST_FILES || files.stream().anyMatch(f -> f.length() > LONGEST_FILE)) {
      throw new IllegalArgumentException(
          "'files' holds more than "
              + MOST_FILES
              + " names, or one of more than "
              + LONGEST_FILE
              + " characters");
    }
    return files;
  }

  /** Why something is applied. */
  static String reason(ObjectNode body) {
    String reason = Json.text(body, "reason").orElse("");
    if (reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "'reason' is longer than " + LONGEST_REASON + " characters");
    }
    return reason;
  }
}
