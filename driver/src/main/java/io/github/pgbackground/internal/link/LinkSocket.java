package io.github.pgbackground.internal.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is another one, but that its input goes through a {@link Link}, and that its read
 * timeout can be another for one read: {@link #timeouts} guards which one holds, and nothing waits
 * under it. Where {@link Socket} has monitors, the delegate has them.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class LinkSocket extends Socket {
  private final Socket delegate;
  private final Link link = new Link(this);
  private final ReentrantLock timeouts = new ReentrantLock();
  private boolean looking;
  private int timeoutAfterLooking;
  private volatile @Nullable InputStream delegateInput;

  LinkSocket(Socket delegate) throws SocketException {
    super((SocketImpl) null);
    this.delegate = delegate;
  }

  Link link() {
    return link;
  }

  // What the link asks

  InputStream delegateInput() throws IOException {
    InputStream input = delegateInput;
    if (input == null) {
      input = delegate.getInputStream();
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
      timeoutAfterLooking = delegate.getSoTimeout();
      delegate.setSoTimeout(millis);
      looking = true;
    } finally {
      timeouts.unlock();
    }
  }

  private void endLooking() throws SocketException {
    timeouts.lock();
    try {
      looking = false;
      if (!delegate.isClosed()) {
        delegate.setSoTimeout(timeoutAfterLooking);
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
        delegate.setSoTimeout(millis);
      }
    } finally {
      timeouts.unlock();
    }
  }

  @Override
  public int getSoTimeout() throws SocketException {
    timeouts.lock();
    try {
      return looking ? timeoutAfterLooking : delegate.getSoTimeout();
    } finally {
      timeouts.unlock();
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return link.arriving();
  }

  // The delegate's

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    delegate.connect(endpoint);
  }

  @Override
  public void connect(SocketAddress endpoint, int millis) throws IOException {
    delegate.connect(endpoint, millis);
  }

  @Override
  public void bind(SocketAddress bindpoint) throws IOException {
    delegate.bind(bindpoint);
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return delegate.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return delegate.getLocalAddress();
  }

  @Override
  public int getPort() {
    return delegate.getPort();
  }

  @Override
  public int getLocalPort() {
    return delegate.getLocalPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return delegate.getRemoteSocketAddress();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return delegate.getLocalSocketAddress();
  }

  @Override
  public @Nullable SocketChannel getChannel() {
    return delegate.getChannel();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return delegate.getOutputStream();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    delegate.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return delegate.getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    delegate.setSoLinger(on, linger);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return delegate.getSoLinger();
  }

  @Override
  public void sendUrgentData(int data) throws IOException {
    delegate.sendUrgentData(data);
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    delegate.setOOBInline(on);
  }

  @Override
  public boolean getOOBInline() throws SocketException {
    return delegate.getOOBInline();
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    delegate.setSendBufferSize(size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return delegate.getSendBufferSize();
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    delegate.setReceiveBufferSize(size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return delegate.getReceiveBufferSize();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    delegate.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return delegate.getKeepAlive();
  }

  @Override
  public void setTrafficClass(int trafficClass) throws SocketException {
    delegate.setTrafficClass(trafficClass);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return delegate.getTrafficClass();
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    delegate.setReuseAddress(on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return delegate.getReuseAddress();
  }

  @Override
  public void close() throws IOException {
    delegate.close();
  }

  @Override
  public void shutdownInput() throws IOException {
    delegate.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    delegate.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return delegate.isConnected();
  }

  @Override
  public boolean isBound() {
    return delegate.isBound();
  }

  @Override
  public boolean isClosed() {
    return delegate.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return delegate.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return delegate.isOutputShutdown();
  }

  @Override
  public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
    delegate.setPerformancePreferences(connectionTime, latency, bandwidth);
  }

  @Override
  public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
    delegate.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return delegate.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return delegate.supportedOptions();
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}
