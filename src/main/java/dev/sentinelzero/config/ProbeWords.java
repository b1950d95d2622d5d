package dev.sentinelzero.config;

import dev.sentinelzero.health.Check;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The words of a probe. Each reader throws IllegalArgumentException with a message for the user.
 */
final class ProbeWords {
  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^\\s:/\\[\\]]+)):(\\d{1,9})");
  private static final Pattern STATUSES = Pattern.compile("(\\d{3})(?:\\s*-\\s*(\\d{3}))?");
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
  private static final Pattern HEADER_VALUE = Pattern.compile("[^\\p{Cntrl}]{0,8192}");

  private ProbeWords() {}

  /** {@code host:port}, an IPv6 address in brackets. */
  static Check tcp(String text) {
    Matcher address = ADDRESS.matcher(text.strip());
    if (!address.matches()) {
      String hint = text.strip().matches("\\d{1,5}") ? "127.0.0.1:" + text.strip() : "127.0.0.1:80";
      throw new IllegalArgumentException(
          "'" + text + "' is not host:port; write it like " + hint + " or [::1]:80");
    }
    String host = address.group(1) == null ? address.group(2) : address.group(1);
    return new Check.Tcp(host, port(Long.parseLong(address.group(3))));
  }

  private static int port(long port) {
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(port + " is not a port, 1 to " + HIGHEST_PORT);
    }
    return (int) port;
  }

  /**
   * An absolute http or https URL. The URL itself may hold secrets, so messages don't repeat it.
   */
  static String url(String text) {
    URI url;
    try {
      url = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not a URL: " + e.getReason(), e);
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          scheme.isEmpty() || url.isOpaque()
              ? "must begin with http:// or https://"
              : "'" + scheme + "' can't be asked; write an http or https URL");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "must not hold a user and password; send an Authorization header instead");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("names no host that can be asked");
    }
    if (url.getPort() != -1) {
      port(url.getPort());
    }
    if (url.getRawFragment() != null) {
      throw new IllegalArgumentException("must not have a part behind #, which no server is sent");
    }
    return url.toString();
  }

  /** Whether an URL that was taken is not encrypted. */
  static boolean isPlain(String url) {
    return url.toLowerCase(Locale.ROOT).startsWith("http:");
  }

  /** A status or a range of them. */
  static Check.Statuses statuses(String text) {
    Matcher range = STATUSES.matcher(text.strip());
    if (range.matches()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first >= 100 && first <= last && last <= 599) {
        return new Check.Statuses(first, last);
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not an HTTP status 100 to 599, or a range such as 200-399");
  }

  /** A regular expression that compiles. */
  static String pattern(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty pattern matches everything");
    }
    try {
      return Pattern.compile(text).pattern();
    } catch (PatternSyntaxException e) {
      String place = e.getIndex() < 0 ? "" : " near character " + (e.getIndex() + 1);
      throw new IllegalArgumentException(
          "'" + text + "' is not a regular expression: " + e.getDescription() + place, e);
    }
  }

  static boolean isHeaderName(String name) {
    return HEADER_NAME.matcher(name).matches();
  }

  static boolean isHeaderValue(String value) {
    return HEADER_VALUE.matcher(value).matches();
  }
}
