package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A key and the certificate it has signed for itself, made for the moment, in the files that a
 * server or a client takes.
 *
 * @param certificate PEM
 * @param key PEM, unencrypted
 * @param binaryKey DER, unencrypted
 * @param store PKCS 12, with the key under the alias "user"
 */
record MadeKey(Path certificate, Path key, Path binaryKey, Path store) {
  /** Of the store. */
  static final String PASSWORD = "changeit";

  static MadeKey of(String commonName, Path directory) throws Exception {
    Path store = directory.resolve(commonName + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-alias",
                "user",
                "-dname",
                "CN=" + commonName,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertEquals(0, keytool.waitFor());
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    byte[] certificate = keys.getCertificate("user").getEncoded();
    byte[] key = keys.getKey("user", PASSWORD.toCharArray()).getEncoded();
    return new MadeKey(
        Files.writeString(directory.resolve(commonName + ".crt"), pem("CERTIFICATE", certificate)),
        Files.writeString(ownersOnly(directory, commonName + ".pem"), pem("PRIVATE KEY", key)),
        Files.write(ownersOnly(directory, commonName + ".pk8"), key),
        store);
  }

  private static Path ownersOnly(Path directory, String name) throws Exception {
    return Files.createFile(
        directory.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
