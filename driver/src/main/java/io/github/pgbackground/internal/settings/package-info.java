/**
 * What the application asked for: URL and properties, divided into pgjdbc's and ours, and parsed.
 */
@NullMarked
package io.github.pgbackground.internal.settings;

import org.jspecify.annotations.NullMarked;
