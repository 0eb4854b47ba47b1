/** The driver's jar as a program: it says what it is, and checks a server from this machine. */
@NullMarked
package io.github.pgbackground.internal.command;

import org.jspecify.annotations.NullMarked;
