/** The documentation is true: the README and the pages that it links to. */
@NullMarked
package io.github.pgbackground.it.docs;

import org.jspecify.annotations.NullMarked;
