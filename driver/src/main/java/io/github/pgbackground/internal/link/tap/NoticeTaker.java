package io.github.pgbackground.internal.link.tap;

import java.io.IOException;

/** Gets the notices that are not for pgjdbc, on the thread that reads from the connection. */
public interface NoticeTaker {
  /**
   * A notice has come; says nothing about what came before it and has not been read yet.
   *
   * @param fields as the message carries them: a letter, the text, a zero byte
   */
  void take(String fields);

  /**
   * pgjdbc has read all that came before, and wants more, which may not come before this returns.
   *
   * @return whether to go on here when pgjdbc has read what was inserted meanwhile
   * @throws IOException to have pgjdbc give the connection up
   */
  boolean goOn() throws IOException;

  /**
   * An error, or a notice that is not taken, has come, on its way to pgjdbc.
   *
   * @param fields as the message carries them
   * @return what pgjdbc reads in their place, if it is no longer
   */
  default String written(String fields) {
    return fields;
  }

  /** The server has done what it was asked when it sent notices, and waits for more to do. */
  void over();
}
