package io.github.pgbackground.internal.spool;

import io.github.pgbackground.internal.rows.ServerError;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLWarning;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** Notices of a server, with all that can be asked of them. */
public final class Notices implements Format<SQLWarning> {
  /** What a throwable with its stack takes besides the text; about. */
  private static final int OVERHEAD = 1_024;

  @Override
  public long bytes(SQLWarning notice) {
    return OVERHEAD + 2L * wire(notice).length();
  }

  @Override
  public void write(SQLWarning notice, DataOutput out) throws IOException {
    byte[] wire = wire(notice).getBytes(StandardCharsets.UTF_8);
    out.writeInt(wire.length);
    out.write(wire);
  }

  @Override
  public SQLWarning read(DataInput in) throws IOException {
    byte[] wire = new byte[in.readInt()];
    in.readFully(wire);
    return new PSQLWarning(new ServerErrorMessage(new String(wire, StandardCharsets.UTF_8)));
  }

  private static String wire(SQLWarning notice) {
    if (notice instanceof PSQLWarning sent) {
      ServerErrorMessage message = sent.getServerErrorMessage();
      return ServerError.of(message).wire(String.valueOf(message.getSeverity()));
    }
    return ServerError.of(String.valueOf(notice.getSQLState()), String.valueOf(notice.getMessage()))
        .wire("WARNING");
  }
}
