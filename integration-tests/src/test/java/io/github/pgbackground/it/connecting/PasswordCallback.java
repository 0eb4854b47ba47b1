package io.github.pgbackground.it.connecting;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;

/** An application's own way to the password of a key. */
public final class PasswordCallback implements CallbackHandler {
  @Override
  public void handle(Callback[] callbacks) {
    for (Callback callback : callbacks) {
      ((javax.security.auth.callback.PasswordCallback) callback)
          .setPassword(MadeKey.PASSWORD.toCharArray());
    }
  }
}
