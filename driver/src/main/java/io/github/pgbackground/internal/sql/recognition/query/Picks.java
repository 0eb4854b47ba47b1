package io.github.pgbackground.internal.sql.recognition.query;

import io.github.pgbackground.internal.sql.BackgroundFunction.Attribute;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Query.Output;
import io.github.pgbackground.internal.sql.Query.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What outputs pick of the value of a call: the whole, an attribute, or each of them. */
final class Picks {
  private Picks() {}

  /**
   * What the outputs of a query pick whose only source is a query for one value.
   *
   * @param column what that value is called
   * @param alias what the source is called
   * @return null if one of them picks something else
   */
  static @Nullable List<Target> of(List<Output> outputs, Call call, String column, String alias) {
    List<Target> picks = new ArrayList<>();
    for (Output output : outputs) {
      boolean found;
      if (output instanceof Output.Star star) {
        found = isFrom(star.qualifier(), alias) && addWhole(picks, call, column);
      } else if (output instanceof Output.Column whole) {
        found =
            isFrom(whole.qualifier(), alias)
                && whole.name().equals(column)
                && addWhole(picks, call, whole.label());
      } else {
        Output.Attribute part = (Output.Attribute) output;
        found =
            isFrom(part.qualifier(), alias)
                && part.column().equals(column)
                && addAttributes(picks, call, part.name(), part.label());
      }
      if (!found) {
        return null;
      }
    }
    return picks;
  }

  private static boolean isFrom(@Nullable String qualifier, String alias) {
    return qualifier == null || qualifier.equals(alias);
  }

  private static boolean addWhole(List<Target> picks, Call call, String label) {
    return picks.add(new Target(call, Target.WHOLE, label));
  }

  /** Adds one attribute, or, without a name, each of them; false if there is none. */
  static boolean addAttributes(List<Target> picks, Call call, @Nullable String name, String label) {
    List<Attribute> attributes = call.function().result().attributes();
    boolean added = false;
    for (int i = 0; i < attributes.size(); i++) {
      String attribute = attributes.get(i).name();
      if (name == null || attribute.equals(name)) {
        added = picks.add(new Target(call, i, name == null ? attribute : label));
      }
    }
    return added;
  }
}
