/** What a function on the server asks, who asks it, and what it is answered. */
@NullMarked
package io.github.pgbackground.internal.bridge.request;

import org.jspecify.annotations.NullMarked;
