/** What the tests of the frameworks share. */
@NullMarked
package io.github.pgbackground.examples;

import org.jspecify.annotations.NullMarked;
