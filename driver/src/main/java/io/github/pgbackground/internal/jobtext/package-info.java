/** What becomes of a job's text before the server gets it. */
@NullMarked
package io.github.pgbackground.internal.jobtext;

import org.jspecify.annotations.NullMarked;
