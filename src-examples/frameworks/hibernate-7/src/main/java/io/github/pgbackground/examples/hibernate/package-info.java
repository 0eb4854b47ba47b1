/** Hibernate ORM: jobs from an entity manager, and entities whose triggers launch jobs. */
@NullMarked
package io.github.pgbackground.examples.hibernate;

import org.jspecify.annotations.NullMarked;
