/** What the real extension was asked and what it answered, as recorded: values and their reader. */
@NullMarked
package io.github.pgbackground.it.conformance.recording;

import org.jspecify.annotations.NullMarked;
