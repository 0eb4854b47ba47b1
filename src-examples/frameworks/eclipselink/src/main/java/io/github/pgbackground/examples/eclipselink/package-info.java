/** EclipseLink: jobs from an entity manager. */
@NullMarked
package io.github.pgbackground.examples.eclipselink;

import org.jspecify.annotations.NullMarked;
