package dev.sentinelzero.cli;

import dev.sentinelzero.units.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a command line apart as {@code getopt_long} does: options anywhere before {@code --}, a
 * value is the next argument whatever it looks like, or joined by {@code =}. Nothing is expanded.
 */
final class ArgumentParser {
  private final Map<String, List<String>> options = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();
  private final List<String> arguments;
  private Optional<Verb> verb = Optional.empty();
  private String group = "";
  private int at;

  /**
   * The result.
   *
   * @param verb absent when none was named
   * @param group the first word where it names a group of verbs and no verb of it follows
   */
  record Parsed(Optional<Verb> verb, String group, Arguments arguments) {
    boolean wantsHelp() {
      return arguments.has("help");
    }
  }

  private ArgumentParser(List<String> arguments) {
    this.arguments = arguments;
  }

  /**
   * Takes a command line apart.
   *
   * @throws Failure with exit code 2 when it is wrong
   */
  static Parsed parse(List<String> arguments) {
    return new ArgumentParser(arguments).parse();
  }

  private Parsed parse() {
    Optional<List<String>> verbatim = Optional.empty();
    while (at < arguments.size()) {
      String argument = arguments.get(at++);
      if (argument.equals("--")) {
        verbatim = Optional.of(List.copyOf(arguments.subList(at, arguments.size())));
        break;
      } else if (argument.startsWith("--")) {
        longOption(argument.substring(2));
      } else if (argument.startsWith("-") && argument.length() > 1) {
        letters(argument.substring(1));
      } else {
        operand(argument);
      }
      if (options.containsKey("help")) {
        break;
      }
    }
    return new Parsed(verb, group, new Arguments(options, List.copyOf(operands), verbatim));
  }

  private void operand(String word) {
    if (verb.isEmpty()) {
      verbWord(word);
      return;
    }
    if (operands.isEmpty() && !group.isEmpty()) {
      Optional<Verb> inner = Verbs.find(group + " " + word);
      if (inner.isPresent()) {
        verb = inner;
        group = "";
        return;
      }
    }
    if (verb.get().syntax().operands() == Syntax.Operands.NONE) {
      String hint =
          Suggestion.nearest(word, Verbs.inGroup(group))
              .map(near -> "did you mean '" + verb.get().syntax().verb() + " " + near + "'?")
              .orElse(help());
      throw Failure.usage(
          "'" + verb.get().syntax().verb() + "' takes no '" + Visible.of(word) + "'", hint);
    }
    operands.add(word);
  }

  private void verbWord(String word) {
    String name = group.isEmpty() ? word : group + " " + word;
    verb = Verbs.find(name);
    if (group.isEmpty() && !Verbs.inGroup(word).isEmpty()) {
      group = word;
    } else if (verb.isPresent()) {
      group = "";
    } else {
      List<String> known = group.isEmpty() ? Verbs.firstWords() : Verbs.inGroup(group);
      String hint =
          Suggestion.nearest(word, known)
              .map(near -> "did you mean '" + (name.replace(word, near)) + "'?")
              .orElse("the verbs are: " + String.join(" ", known));
      throw Failure.usage("there is no verb '" + Visible.of(name) + "'", hint);
    }
  }

  private void longOption(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Option option = known(name).orElseThrow(() -> unknown("--" + name, name));
    if (!option.takesValue() && equals >= 0) {
      throw Failure.usage("--" + name + " takes no value", help());
    }
    if (!option.takesValue()) {
      put(option, "");
    } else {
      put(option, equals < 0 ? next("--" + name, option) : text.substring(equals + 1));
    }
  }

  private void letters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      Option option = known(letter).orElseThrow(() -> unknown("-" + letter, text));
      if (option.takesValue()) {
        put(option, i + 1 < text.length() ? text.substring(i + 1) : next("-" + letter, option));
        return;
      }
      put(option, "");
    }
  }

  private String next(String shown, Option option) {
    if (at >= arguments.size()) {
      throw Failure.usage(shown + " needs a value: " + shown + " " + option.value(), help());
    }
    return arguments.get(at++);
  }

  private void put(Option option, String value) {
    List<String> values = options.computeIfAbsent(option.name(), name -> new ArrayList<>());
    if (!values.isEmpty() && option.takesValue() && !option.often() && !isGlobal(option)) {
      throw Failure.usage(option.shown() + " is given twice", help());
    }
    values.add(value);
  }

  private static boolean isGlobal(Option option) {
    return Syntax.GLOBAL.contains(option);
  }

  private List<Option> offered() {
    List<Option> all = new ArrayList<>();
    verb.ifPresent(found -> all.addAll(found.syntax().options()));
    all.addAll(Syntax.GLOBAL);
    return all;
  }

  private Optional<Option> known(String name) {
    for (Option option : offered()) {
      if (option.name().equals(name) && name.length() > 1) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  private Optional<Option> known(char letter) {
    for (Option option : offered()) {
      if (option.letter() == letter) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  private Failure unknown(String shown, String typed) {
    String verbs = verb.map(found -> " of '" + found.syntax().verb() + "'").orElse("");
    List<String> names = offered().stream().map(Option::name).toList();
    String hint =
        Suggestion.nearest(typed, names).map(near -> "did you mean --" + near + "?").orElse(help());
    return Failure.usage("there is no option " + Visible.of(shown) + verbs, hint);
  }

  private String help() {
    String name = verb.map(found -> found.syntax().verb() + " ").orElse("");
    return "see sentinelzero " + name + "--help";
  }
}
