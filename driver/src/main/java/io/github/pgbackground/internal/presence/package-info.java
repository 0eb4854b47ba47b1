/**
 * What a database has of pg_background: the extension, the bridge that this driver has installed,
 * or nothing.
 */
@NullMarked
package io.github.pgbackground.internal.presence;

import org.jspecify.annotations.NullMarked;
