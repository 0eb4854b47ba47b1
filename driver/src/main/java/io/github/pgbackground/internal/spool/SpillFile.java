package io.github.pgbackground.internal.spool;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file that gives back what was written, in order, and uses the room of what has been
 * read again; not thread-safe.
 *
 * <p>Nobody else can read it: it belongs to its owner alone, and where the system allows it, it has
 * no name from the start, so that nothing is left of it however this JVM ends. It is not a channel,
 * because a channel is closed when a thread that reads from it is interrupted.
 */
final class SpillFile implements Closeable {
  private static final int BUFFER = 65_536;

  private final RandomAccessFile file;
  private final long capacity;

  /** Null once the file has no name any more. */
  private @Nullable Path path;

  /** Bytes since the file was last empty; their place in the file is what is left by capacity. */
  private long written;

  private long read;

  private final DataInputStream in =
      new DataInputStream(new BufferedInputStream(new Source(), BUFFER));

  SpillFile(long capacity) throws IOException {
    this.capacity = capacity;
    Path created = Files.createTempFile("pgbackground-", ".spill");
    try {
      file = new RandomAccessFile(created.toFile(), "rw");
    } catch (IOException e) {
      Files.delete(created);
      throw e;
    }
    path = unlinked(created) ? null : created;
  }

  private static boolean unlinked(Path path) {
    try {
      Files.delete(path);
      return true;
    } catch (IOException e) {
      // Some systems keep the name of an open file.
      return false;
    }
  }

  /** Appends an item, and says how many bytes it takes; when that fails, the file is as it was. */
  <T> long write(T item, Format<T> format) throws IOException {
    long before = written;
    try {
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new Sink(), BUFFER));
      format.write(item, out);
      out.flush();
      return written - before;
    } catch (IOException | RuntimeException | Error e) {
      written = before;
      throw e;
    }
  }

  /** Reads the oldest item that has not been read. */
  <T> T read(Format<T> format) throws IOException {
    return format.read(in);
  }

  /** All that was written has been read: gives the room back. */
  void clear() throws IOException {
    written = 0;
    read = 0;
    file.setLength(0);
  }

  @Override
  public void close() throws IOException {
    file.close();
    if (path != null) {
      Files.deleteIfExists(path);
    }
  }

  /** The end that is written to. */
  private final class Sink extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (written - read + length > capacity) {
        throw new IOException("More than " + capacity + " bytes would wait in a file.");
      }
      for (int done = 0; done < length; ) {
        long position = written % capacity;
        int part = (int) Math.min(length - done, capacity - position);
        file.seek(position);
        file.write(bytes, offset + done, part);
        done += part;
        written += part;
      }
    }
  }

  /** The end that is read from. */
  private final class Source extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      long waiting = written - read;
      if (waiting == 0) {
        return length == 0 ? 0 : -1;
      }
      long position = read % capacity;
      int part = (int) Math.min(Math.min(length, waiting), capacity - position);
      file.seek(position);
      file.readFully(bytes, offset, part);
      read += part;
      return part;
    }
  }
}
