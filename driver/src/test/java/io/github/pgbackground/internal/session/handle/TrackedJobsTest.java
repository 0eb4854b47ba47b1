package io.github.pgbackground.internal.session.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TrackedJobsTest {

  /** A statement may run while another thread closes its session. */
  @Test
  void who_asks_for_a_job_of_a_session_that_has_ended_learns_that() {
    TrackedJobs jobs = TrackedJobs.ofSession();
    assertEquals("42704", assertThrows(SQLException.class, () -> jobs.get(1)).getSQLState());
    jobs.close();
    assertEquals("08003", assertThrows(SQLException.class, () -> jobs.get(1)).getSQLState());
  }
}
