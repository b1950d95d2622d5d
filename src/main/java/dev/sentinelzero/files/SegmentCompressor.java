package dev.sentinelzero.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/** Compresses the data of a closed segment so that at every moment one whole copy has its name. */
final class SegmentCompressor {
  private static final int BUFFER_BYTES = 1 << 16;

  private SegmentCompressor() {}

  /**
   * What was done.
   *
   * @param files how many files were compressed
   * @param freedBytes how many bytes fewer there are on disk
   */
  record Outcome(int files, long freedBytes) {}

  /** Compresses what is plain; the index stays as it is. */
  static Outcome compress(RunFolder folder, int segment) throws IOException {
    int files = 0;
    long freed = 0;
    for (Stream stream : Stream.values()) {
      Path plain = folder.plain(segment, stream);
      freed += LogRetention.remove(folder.compressing(segment, stream));
      if (!Files.exists(plain)) {
        continue;
      }
      Path whole = folder.compressed(segment, stream);
      long before = LogRetention.size(plain) + LogRetention.size(whole);
      Path aside = folder.compressing(segment, stream);
      try {
        write(plain, aside);
      } catch (IOException e) {
        Files.deleteIfExists(aside);
        throw e;
      }
      Files.move(aside, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync(folder.path());
      Files.deleteIfExists(plain);
      files++;
      freed += before - LogRetention.size(whole);
    }
    return new Outcome(files, freed);
  }

  private static void write(Path plain, Path aside) throws IOException {
    try (FileChannel channel =
            FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        GZIPOutputStream zip =
            new GZIPOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        InputStream data = Files.newInputStream(plain)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = data.read(buffer); count >= 0; count = data.read(buffer)) {
        zip.write(buffer, 0, count);
      }
      zip.finish();
      channel.force(true);
    }
    // The age of the segment is the time of its last output, not of our work.
    Files.setLastModifiedTime(aside, Files.getLastModifiedTime(plain));
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
