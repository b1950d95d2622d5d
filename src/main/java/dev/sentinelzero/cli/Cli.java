package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The command line: takes it apart, runs the verb, and tells what went wrong. */
public final class Cli {
  private static final String HINT = "see sentinelzero --help";

  private Cli() {}

  /**
   * Runs one command line.
   *
   * @param arguments without the program's name
   * @param surroundings what it can touch
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(String[] arguments, Surroundings surroundings) {
    Call call = new Call(ArgumentParser.parse(List.of()).arguments(), surroundings);
    try {
      ArgumentParser.Parsed parsed = ArgumentParser.parse(List.of(arguments));
      call = new Call(parsed.arguments(), surroundings);
      int code = run(parsed, call);
      surroundings.out().flush();
      return surroundings.out().checkError() ? ExitCode.FAILED : code;
    } catch (Failure e) {
      call.complain(e.text(), e.hint());
      return e.exitCode();
    } catch (IOException e) {
      call.complain(told(e), Optional.empty());
      return ExitCode.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    } finally {
      surroundings.out().flush();
      surroundings.err().flush();
    }
  }

  private static String told(IOException e) {
    if (Api.isDisconnect(e)) {
      return "the connection to the daemon broke: " + e.getMessage();
    }
    String message = e.getMessage() == null ? "" : e.getMessage();
    return switch (e) {
      case java.nio.file.NoSuchFileException missing -> missing.getFile() + " does not exist";
      case java.nio.file.AccessDeniedException denied ->
          denied.getFile() + " can't be opened: permission denied";
      default -> message.isEmpty() ? e.getClass().getSimpleName() : message;
    };
  }

  private static int run(ArgumentParser.Parsed parsed, Call call)
      throws IOException, InterruptedException {
    if (parsed.wantsHelp()) {
      call.print(help(parsed));
      return ExitCode.DONE;
    }
    if (parsed.arguments().has("version")) {
      call.say("sentinelzero " + version());
      return ExitCode.DONE;
    }
    if (parsed.verb().isEmpty()) {
      call.surroundings().err().print(help(parsed));
      return ExitCode.USAGE;
    }
    check(parsed.arguments());
    return parsed.verb().get().run(call);
  }

  private static void check(Arguments arguments) {
    String format = arguments.text("format").orElse("table");
    if (!format.equals("table") && !format.equals("json")) {
      throw Failure.usage("--format is table or json, not '" + Visible.of(format) + "'", HINT);
    }
    String level = arguments.text("log-level").orElse("info");
    if (!List.of("error", "warn", "info", "debug", "trace").contains(level)) {
      throw Failure.usage(
          "--log-level is error, warn, info, debug or trace, not '" + Visible.of(level) + "'",
          HINT);
    }
  }

  private static String help(ArgumentParser.Parsed parsed) {
    if (parsed.verb().isPresent()) {
      return HelpText.of(parsed.verb().get().syntax());
    }
    return parsed.group().isEmpty() ? HelpText.overview() : HelpText.ofGroup(parsed.group());
  }

  /** The program's version; {@code development} where it doesn't run from a jar. */
  static String version() {
    String version = Cli.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
