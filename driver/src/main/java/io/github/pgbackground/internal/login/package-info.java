/** Where and as whom workers log in, and the connections that come of it. */
@NullMarked
package io.github.pgbackground.internal.login;

import org.jspecify.annotations.NullMarked;
