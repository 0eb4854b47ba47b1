package io.github.pgbackground.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application; its configuration is {@code application.properties}. */
@SpringBootApplication
public class Shop {
  public static void main(String... arguments) {
    SpringApplication.run(Shop.class, arguments);
  }
}
