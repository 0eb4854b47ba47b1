/** A shop on Spring Boot: Spring MVC, JdbcTemplate, transactions, Spring Data JPA, Actuator. */
@NullMarked
package io.github.pgbackground.examples.spring;

import org.jspecify.annotations.NullMarked;
