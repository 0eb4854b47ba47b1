package io.github.pgbackground.examples.spring;

import io.github.pgbackground.micrometer.WorkerPoolMetrics;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application; its configuration is {@code application.properties}. */
@SpringBootApplication
public class Shop {
  public static void main(String... arguments) {
    SpringApplication.run(Shop.class, arguments);
  }

  /** Shows workers and jobs beside what Actuator measures. */
  @Bean
  WorkerPoolMetrics workerPoolMetrics() {
    return new WorkerPoolMetrics();
  }
}
