/** What the functions do, once their arguments are known, and who may have them do it. */
@NullMarked
package io.github.pgbackground.internal.session.function;

import org.jspecify.annotations.NullMarked;
