package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code policy show}: one restart policy in the words of the process file. */
final class PolicyShow implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "policy show",
        "show a restart policy in the words of the process file",
        List.of("NAME"),
        Syntax.Operands.POLICIES,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String name = call.only("the policy's name");
    Json answer = call.api().get("/policies/" + Request.segment(name));
    if (call.json()) {
      call.print(answer);
      return ExitCode.DONE;
    }
    List<String> users = answer.at("used_by").items().stream().map(Json::text).toList();
    call.say(answer.text("name") + (answer.at("built_in").isTrue() ? " (built in)" : ""));
    answer
        .at("policy")
        .fields()
        .forEach(
            (key, value) -> call.say("  " + key + ": " + (value.isArray() ? value : value.text())));
    call.say("  used by: " + (users.isEmpty() ? "nothing" : String.join(", ", users)));
    return ExitCode.DONE;
  }
}
