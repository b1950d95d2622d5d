package dev.sentinelzero.cli;

import java.util.ArrayList;
import java.util.List;

/** {@code completion}: prints what a shell needs to complete command lines. */
final class Completion implements Verb {
  private static final String NAMES =
      "sentinelzero list --format json 2>/dev/null | sed -n 's/^ *\"name\": \"\\(.*\\)\",*$/\\1/p'";

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "completion",
            "print the completion for a shell",
            List.of("bash|zsh|fish"),
            Syntax.Operands.WORDS,
            List.of())
        .noting(
            "bash: source <(sentinelzero completion bash)",
            "zsh: source <(sentinelzero completion zsh)",
            "fish: sentinelzero completion fish | source");
  }

  @Override
  public int run(Call call) {
    String shell = call.only("the shell");
    String script =
        switch (shell) {
          case "bash" -> bash();
          case "zsh" -> "autoload -U +X bashcompinit && bashcompinit\n" + bash();
          case "fish" -> fish();
          default ->
              throw Failure.usage(
                  "there is no completion for '" + Visible.of(shell) + "'", "bash, zsh or fish");
        };
    call.print(script);
    return ExitCode.DONE;
  }

  /** A verb by its full name and what it takes. */
  private static List<Syntax> all() {
    List<Syntax> all = new ArrayList<>();
    for (String word : Verbs.firstWords()) {
      Verbs.find(word).ifPresent(verb -> all.add(verb.syntax()));
      for (String inner : Verbs.inGroup(word)) {
        Verbs.find(word + " " + inner).ifPresent(verb -> all.add(verb.syntax()));
      }
    }
    return all;
  }

  private static String options(Syntax syntax) {
    List<String> words = new ArrayList<>();
    syntax.options().forEach(option -> words.add(option.shown()));
    Syntax.GLOBAL.forEach(option -> words.add(option.shown()));
    return String.join(" ", words);
  }

  private static String bash() {
    StringBuilder text = new StringBuilder();
    text.append("_sentinelzero() {\n");
    text.append(
        "  local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} second=${COMP_WORDS[2]}\n");
    text.append("  local words=''\n");
    text.append("  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words='");
    text.append(String.join(" ", Verbs.firstWords())).append("'\n  else\n");
    text.append("    case \"$verb $second\" in\n");
    for (Syntax syntax : all()) {
      if (syntax.verb().indexOf(' ') > 0) {
        caseOf(text, "'" + syntax.verb() + "'", syntax);
      }
    }
    for (Syntax syntax : all()) {
      if (syntax.verb().indexOf(' ') < 0) {
        caseOf(text, "'" + syntax.verb() + " '*", syntax);
      }
    }
    text.append("    esac\n    if [ \"$COMP_CWORD\" -eq 2 ]; then\n      case $verb in\n");
    for (String word : Verbs.firstWords()) {
      List<String> inner = Verbs.inGroup(word);
      if (!inner.isEmpty()) {
        text.append("        ").append(word).append(") words=\"$words ");
        text.append(String.join(" ", inner)).append("\" ;;\n");
      }
    }
    text.append("      esac\n    fi\n  fi\n");
    text.append("  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n");
    return text.append("complete -o default -F _sentinelzero sentinelzero\n").toString();
  }

  private static void caseOf(StringBuilder text, String pattern, Syntax syntax) {
    text.append("      ")
        .append(pattern)
        .append(")\n        if [ \"${word#-}\" != \"$word\" ]; then words='");
    text.append(options(syntax)).append("'");
    if (syntax.operands() == Syntax.Operands.PROCESSES) {
      text.append("\n        else words=$(").append(NAMES).append(")");
    }
    text.append("\n        fi ;;\n");
  }

  private static String fish() {
    StringBuilder text = new StringBuilder();
    String first = "__fish_is_nth_token 1";
    for (String word : Verbs.firstWords()) {
      fishLine(text, first, "-f -a " + word);
      for (String inner : Verbs.inGroup(word)) {
        String condition = "__fish_seen_subcommand_from " + word + "; and __fish_is_nth_token 2";
        fishLine(text, condition, "-f -a " + inner);
      }
    }
    for (Syntax syntax : all()) {
      String condition = "__fish_seen_subcommand_from " + syntax.verb().split(" ")[0];
      for (Option option : syntax.options()) {
        String name = option.name().length() == 1 ? "-s " + option.name() : "-l " + option.name();
        fishLine(text, condition, name + (option.takesValue() ? " -r" : ""));
      }
      if (syntax.operands() == Syntax.Operands.PROCESSES) {
        fishLine(text, condition, "-f -a '(" + NAMES.replace("'", "\\'") + ")'");
      }
    }
    return text.toString();
  }

  private static void fishLine(StringBuilder text, String condition, String rest) {
    text.append("complete -c sentinelzero -n '").append(condition).append("' ").append(rest);
    text.append('\n');
  }
}
