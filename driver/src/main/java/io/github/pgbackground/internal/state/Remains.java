package io.github.pgbackground.internal.state;

import io.github.pgbackground.internal.sql.text.SettingMentions;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What a server process keeps of its jobs when all is discarded, and so for whom it may work next.
 * One job at a time writes it, each on a thread of its own, and launches read it: a concurrent set
 * and volatile fields.
 */
public final class Remains {
  /** A custom setting that was once made exists from then on, empty. */
  private final Set<String> customSettings = ConcurrentHashMap.newKeySet(0);

  /** Local buffers, once used, cannot be resized. */
  private static final String BUFFERS = "temp_buffers";

  /** What leaves something behind that has no name: a seed, a module, a connection elsewhere. */
  private static final Pattern UNNAMED =
      Pattern.compile(
          "\\b(setseed\\s*\\(|load\\s+e?'|dblink_connect(_u)?\\s*\\()", Pattern.CASE_INSENSITIVE);

  private final SessionState asLoggedIn;
  private final double loggedInAt;
  private volatile boolean used;
  private volatile boolean unnamed;

  /**
   * @param loggedInAt in seconds, by the server's clock
   */
  public Remains(SessionState asLoggedIn, double loggedInAt) {
    this.asLoggedIn = asLoggedIn;
    this.loggedInAt = loggedInAt;
  }

  /** Notes what a job that is about to run may leave behind. */
  public void of(String sql, Takeover takeover) {
    used = true;
    SettingMentions mentions = SettingMentions.in(sql);
    addAll(mentions.names());
    addAll(takeover.different().keySet());
    unnamed |= mentions.computed() || UNNAMED.matcher(sql).find();
  }

  private void addAll(Collection<String> names) {
    for (String name : names) {
      if (SettingCatalog.isCustom(name)) {
        customSettings.add(name.toLowerCase(Locale.ROOT));
      }
    }
  }

  /** Whether nothing of this would be seen by a job of such a session. */
  public boolean suit(SessionState state) {
    return !unnamed
        && state.configuredAt() <= loggedInAt
        && (customSettings.isEmpty() || state.hasCustom(customSettings))
        && (!used || hasBuffersOf(state));
  }

  private boolean hasBuffersOf(SessionState state) {
    String asked = state.settings().get(BUFFERS);
    return asked == null || asked.equals(asLoggedIn.settings().get(BUFFERS));
  }
}
