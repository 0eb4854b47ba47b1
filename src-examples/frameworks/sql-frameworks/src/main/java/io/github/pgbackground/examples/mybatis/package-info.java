/** MyBatis: a mapper whose statements launch jobs and read them. */
@NullMarked
package io.github.pgbackground.examples.mybatis;

import org.jspecify.annotations.NullMarked;
