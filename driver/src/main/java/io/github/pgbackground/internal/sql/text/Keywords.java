package io.github.pgbackground.internal.sql.text;

import java.util.Set;

/** The key words of PostgreSQL, 10 to 18, that cannot be names without quotes in some place. */
public final class Keywords {

  /** Key words that are reserved, or can only name functions and types. */
  private static final Set<String> NO_COLUMN_OR_ALIAS =
      words(
          """
          all analyse analyze and any array as asc asymmetric authorization binary both case cast
          check collate collation column concurrently constraint create cross current_catalog
          current_date current_role current_schema current_time current_timestamp current_user
          default deferrable desc distinct do else end except false fetch for foreign freeze from
          full grant group having ilike in initially inner intersect into is isnull join lateral
          leading left like limit localtime localtimestamp natural not notnull null offset on only
          or order outer overlaps placing primary references returning right select session_user
          similar some symmetric system_user table tablesample then to trailing true union unique
          user using variadic verbose when where window with
          """);

  /** Further key words that can be the label of an expression only behind AS. */
  private static final Set<String> NO_BARE_LABEL =
      words(
          """
          char character day filter hour minute month over precision second varying within without
          year
          """);

  /**
   * Words behind which an expression or a FROM item starts. All are reserved but two that hardly
   * name a table with an alias behind it.
   */
  private static final Set<String> BEFORE_EXPRESSION =
      words(
          """
          all and asymmetric between both by case distinct else for from having ilike in join
          lateral leading like limit not offset on or placing returning select symmetric then to
          trailing using variadic when where
          """);

  private Keywords() {}

  /** Whether the word (folded) can be a column or an alias. */
  public static boolean canBeColumnOrAlias(String word) {
    return !NO_COLUMN_OR_ALIAS.contains(word);
  }

  /** Whether the word (folded) can be the label of an expression without AS. */
  public static boolean canBeBareLabel(String word) {
    return canBeColumnOrAlias(word) && !NO_BARE_LABEL.contains(word);
  }

  /** Whether what follows the word (folded) can be a call, not a name that is being given. */
  public static boolean canPrecedeExpression(String word) {
    return BEFORE_EXPRESSION.contains(word);
  }

  private static Set<String> words(String block) {
    return Set.of(block.strip().split("\\s+"));
  }
}
