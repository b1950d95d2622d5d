package dev.sentinelzero.cli;

import java.io.PrintStream;
import java.util.Base64;

/** Writes lines of output the way the user wants them. */
final class LogFormat {
  private static final Ink[] INKS = {Ink.CYAN, Ink.GREEN, Ink.YELLOW, Ink.MAGENTA, Ink.BLUE};
  private static final int WIDEST = 24;

  private final Call call;
  private final PrintStream out;
  private final boolean prefixed;
  private int width;

  /**
   * Makes the format.
   *
   * @param prefixed whether every line begins with the name of its process
   * @param width of the longest name that is expected
   */
  LogFormat(Call call, boolean prefixed, int width) {
    this.call = call;
    this.out = call.surroundings().out();
    this.prefixed = prefixed;
    this.width = Math.min(WIDEST, width);
  }

  void write(Json line) {
    if (call.json()) {
      call.say(line.toString());
      return;
    }
    boolean raw = call.arguments().has("raw");
    if (!line.at("dropped").isNull()) {
      dropped(line, raw);
      return;
    }
    prefix(line);
    if (raw) {
      byte[] bytes = Base64.getDecoder().decode(line.text("bytes"));
      out.write(bytes, 0, bytes.length);
      out.print(line.at("partial").isTrue() ? "" : "\n");
    } else {
      call.say(text(line.text("text")));
    }
  }

  /** Raw output is for programs, so the gap is told beside it. */
  private void dropped(Json line, boolean raw) {
    if (raw) {
      call.note(Visible.of(line.text("process")) + ": " + Visible.of(line.text("text")));
      return;
    }
    prefix(line);
    call.say(Ink.RED.on("[" + Visible.of(line.text("text")) + "]", call.colours()));
  }

  /** Colours pass to a terminal alone; a sequence left open would colour what follows. */
  private String text(String whole) {
    String text = whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
    if (!call.colours()) {
      return Visible.withoutColours(text);
    }
    String shown = Visible.withColours(text);
    return shown.indexOf('\u001b') < 0 ? shown : shown + "\u001b[0m";
  }

  private void prefix(Json line) {
    if (prefixed) {
      String name = Visible.of(line.text("process"));
      width = Math.max(width, Math.min(WIDEST, Visible.width(name)));
      String padded = name + " ".repeat(Math.max(0, width - Visible.width(name)));
      out.print(inkOf(name).on(padded, call.colours()));
      boolean error = line.text("stream").equals("stderr");
      out.print(error ? " " + Ink.RED.on("!", call.colours()) + " " : " | ");
    }
    if (call.arguments().has("timestamps")) {
      out.print(Ink.DIM.on(line.text("at"), call.colours()) + " ");
    }
  }

  private static Ink inkOf(String name) {
    return INKS[Math.floorMod(name.hashCode(), INKS.length)];
  }
}
