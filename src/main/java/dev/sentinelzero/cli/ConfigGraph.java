package dev.sentinelzero.cli;

import dev.sentinelzero.config.DependencyTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code config graph}: shows which processes need which. */
final class ConfigGraph implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "config graph",
            "show which processes need which, and in what order they start",
            List.of("[-f FILE]…", "--project P"),
            Syntax.Operands.WORDS,
            List.of(
                LocalFile.FILE,
                LocalFile.ENV_FILE,
                Option.valued("project", "P", "only what this project owns")))
        .noting(
            "Without a file: of what the daemon has. Processes of a level start side by side,\n"
                + "those of level 0 first; they stop the other way round.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Json graph = graph(call);
    if (call.json()) {
      call.print(graph);
      return ExitCode.DONE;
    }
    if (graph.at("nodes").items().isEmpty()) {
      call.note("no processes");
      return ExitCode.DONE;
    }
    call.print(new Drawing(call, graph).text());
    return ExitCode.DONE;
  }

  private static Json graph(Call call) throws IOException, InterruptedException {
    boolean named = call.arguments().has("file") || !call.arguments().words().isEmpty();
    if (!named) {
      Query query = new Query("/config/graph").with("project", call.arguments().text("project"));
      return call.api().get(query.toString());
    }
    List<dev.sentinelzero.process.Definition> all = new ArrayList<>();
    for (LocalFile file : LocalFile.read(call)) {
      all.addAll(file.document().processes());
    }
    return Json.parse(String.valueOf(DependencyTree.of(all).json()));
  }

  /** The graph as text: each process under its level, with what it needs behind it. */
  private static final class Drawing {
    private final Call call;
    private final Map<Long, List<Json>> levels = new TreeMap<>();
    private final Map<String, List<Json>> needs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Drawing(Call call, Json graph) {
      this.call = call;
      for (Json node : graph.at("nodes").items()) {
        levels
            .computeIfAbsent(node.at("level").whole().orElse(0), level -> new ArrayList<>())
            .add(node);
      }
      for (Json edge : graph.at("edges").items()) {
        needs.computeIfAbsent(edge.text("from"), from -> new ArrayList<>()).add(edge);
      }
    }

    String text() {
      StringBuilder text = new StringBuilder();
      levels.forEach(
          (level, nodes) -> {
            text.append(Ink.DIM.on("level " + level, call.colours())).append('\n');
            nodes.forEach(node -> node(text, node));
          });
      return text.toString();
    }

    private void node(StringBuilder text, Json node) {
      String name = node.text("name");
      text.append("  ").append(Ink.BOLD.on(Visible.of(name), call.colours()));
      Optional.of(node.text("instances"))
          .filter(count -> !count.isEmpty())
          .ifPresent(count -> text.append(" × ").append(count));
      text.append('\n');
      List<Json> edges = needs.getOrDefault(name, List.of());
      for (int at = 0; at < edges.size(); at++) {
        Json edge = edges.get(at);
        text.append(at == edges.size() - 1 ? "  └─ " : "  ├─ ");
        text.append(Visible.of(edge.text("to"))).append(' ').append(edge.text("until"));
        text.append(edge.at("restart").isTrue() ? ", restarts with it\n" : "\n");
      }
    }
  }
}
