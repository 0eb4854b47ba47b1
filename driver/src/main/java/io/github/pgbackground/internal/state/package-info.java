/** What a session is like, and how a worker is made like it: settings and identity. */
@NullMarked
package io.github.pgbackground.internal.state;

import org.jspecify.annotations.NullMarked;
