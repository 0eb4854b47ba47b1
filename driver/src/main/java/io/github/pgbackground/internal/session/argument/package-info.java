/**
 * The arguments of calls: what an application has bound, and what the server makes of an
 * expression.
 */
@NullMarked
package io.github.pgbackground.internal.session.argument;

import org.jspecify.annotations.NullMarked;
