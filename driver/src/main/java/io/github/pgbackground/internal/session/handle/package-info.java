/**
 * What a session, or all sessions of a pool, know of the jobs they can name: their handles, who may
 * use them, what became of them.
 */
@NullMarked
package io.github.pgbackground.internal.session.handle;

import org.jspecify.annotations.NullMarked;
