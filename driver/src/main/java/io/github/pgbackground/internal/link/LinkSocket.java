package io.github.pgbackground.internal.link;

import io.github.pgbackground.internal.forward.socket.ForwardingSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is another one, but that its input goes through a {@link Link}, and that its read
 * timeout can be another for one read: {@link #timeouts} guards which one holds, and nothing waits
 * under it.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class LinkSocket extends ForwardingSocket {
  private final Link link = new Link(this);
  private final ReentrantLock timeouts = new ReentrantLock();
  private boolean looking;
  private int timeoutAfterLooking;
  private volatile @Nullable InputStream delegateInput;

  LinkSocket(Socket delegate) throws SocketException {
    super(delegate);
  }

  Link link() {
    return link;
  }

  // What the link asks

  InputStream delegateInput() throws IOException {
    InputStream input = delegateInput;
    if (input == null) {
      input = super.getInputStream();
      delegateInput = input;
    }
    return input;
  }

  /** Reads one byte, at this socket or above it; -1 at the end. */
  int readWithin(int millis, InputStream input) throws IOException {
    beginLooking(millis);
    try {
      return input.read();
    } finally {
      endLooking();
    }
  }

  private void beginLooking(int millis) throws SocketException {
    timeouts.lock();
    try {
      timeoutAfterLooking = super.getSoTimeout();
      super.setSoTimeout(millis);
      looking = true;
    } finally {
      timeouts.unlock();
    }
  }

  private void endLooking() throws SocketException {
    timeouts.lock();
    try {
      looking = false;
      if (!isClosed()) {
        super.setSoTimeout(timeoutAfterLooking);
      }
    } finally {
      timeouts.unlock();
    }
  }

  // What is not simply the delegate's

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    timeouts.lock();
    try {
      if (looking) {
        timeoutAfterLooking = millis;
      } else {
        super.setSoTimeout(millis);
      }
    } finally {
      timeouts.unlock();
    }
  }

  @Override
  public int getSoTimeout() throws SocketException {
    timeouts.lock();
    try {
      return looking ? timeoutAfterLooking : super.getSoTimeout();
    } finally {
      timeouts.unlock();
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return link.arriving();
  }
}
