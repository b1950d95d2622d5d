package dev.sentinelzero.os;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.OptionalLong;
import jdk.net.ExtendedSocketOptions;

/** Who is at the other end of a Unix domain socket. */
public final class PeerCredentials {
  private PeerCredentials() {}

  /** The user id of the peer as it was when it connected; empty where the system doesn't tell. */
  public static OptionalLong uid(SocketChannel channel) {
    try {
      return Accounts.userId(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
    } catch (IOException | UnsupportedOperationException e) {
      return OptionalLong.empty();
    }
  }
}
