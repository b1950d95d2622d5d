package dev.sentinelzero.host;

import java.util.List;

/** The property list that launchd reads. Pure. */
public final class LaunchdPlist {
  /** The name of the service. */
  public static final String LABEL = "dev.sentinelzero";

  /** Open files that the daemon needs: a few for each of thousands of processes. */
  private static final int FILES = 65_536;

  /** Seconds that launchd waits for the end after TERM: processes are stopped within them. */
  private static final int EXIT_SECONDS = 60;

  private LaunchdPlist() {}

  /** The text of the file, XML in UTF-8. */
  public static String of(Request request) {
    String log = request.home().resolve("log").resolve("service.log").toString();
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
            """);
    string(xml, "Label", LABEL);
    strings(
        xml,
        "ProgramArguments",
        List.of(request.launcher().toString(), "--home", request.home().toString(), "daemon"));
    raw(xml, "RunAtLoad", "<true/>");
    raw(xml, "KeepAlive", "<true/>");
    // The keepers and their processes outlive the daemon: launchd must not end them with it.
    raw(xml, "AbandonProcessGroup", "<true/>");
    raw(xml, "ThrottleInterval", "<integer>5</integer>");
    raw(xml, "ExitTimeOut", "<integer>" + EXIT_SECONDS + "</integer>");
    raw(xml, "ProcessType", "<string>Interactive</string>");
    raw(xml, "SoftResourceLimits", limits());
    raw(xml, "HardResourceLimits", limits());
    string(xml, "StandardOutPath", log);
    string(xml, "StandardErrorPath", log);
    raw(
        xml,
        "EnvironmentVariables",
        "<dict><key>PATH</key><string>" + escape(request.path()) + "</string></dict>");
    return xml.append("</dict>\n</plist>\n").toString();
  }

  private static String limits() {
    return "<dict><key>NumberOfFiles</key><integer>" + FILES + "</integer></dict>";
  }

  private static void string(StringBuilder xml, String key, String value) {
    raw(xml, key, "<string>" + escape(value) + "</string>");
  }

  private static void strings(StringBuilder xml, String key, List<String> values) {
    StringBuilder array = new StringBuilder("<array>");
    values.forEach(value -> array.append("<string>").append(escape(value)).append("</string>"));
    raw(xml, key, array.append("</array>").toString());
  }

  private static void raw(StringBuilder xml, String key, String element) {
    xml.append("  <key>").append(key).append("</key>\n  ").append(element).append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
