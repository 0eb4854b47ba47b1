/**
 * The route feed: the rows of calls, bound in their places into a statement that the server runs.
 */
@NullMarked
package io.github.pgbackground.internal.session.feed;

import org.jspecify.annotations.NullMarked;
