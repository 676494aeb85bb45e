package rollcall.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The allowed dependencies between packages. */
@AnalyzeClasses(packages = "rollcall", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule sparkAndJettyStayInHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages("rollcall.server.http..", "rollcall.server.auth")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("spark..", "org.eclipse.jetty..", "javax.servlet..");

  /** Spark's static map is never cleared: each stopped server would leak. */
  @ArchTest
  static final ArchRule noServerIsInSparksStaticMap =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("spark.embeddedserver.EmbeddedServers")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("spark.Spark");

  @ArchTest
  static final ArchRule jdbcStaysInStorage =
      noClasses()
          .that()
          .resideOutsideOfPackage("rollcall.server.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..", "org.postgresql..");

  @ArchTest
  static final ArchRule sharedSqlKnowsNoBackend =
      noClasses()
          .that()
          .resideInAPackage("rollcall.server.storage.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.sqlite..",
              "org.postgresql..",
              "rollcall.server.storage.sqlite..",
              "rollcall.server.storage.postgres..");

  @ArchTest
  static final ArchRule prometheusStaysInMetrics =
      noClasses()
          .that()
          .resideOutsideOfPackage("rollcall.server.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule httpKnowsNoBackend =
      noClasses()
          .that()
          .resideInAPackage("rollcall.server.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "rollcall.server.storage.sql..",
              "rollcall.server.storage.sqlite..",
              "rollcall.server.storage.postgres..",
              "rollcall.server.storage.transfer");

  @ArchTest
  static final ArchRule commonNeedsOnlyTheJdk =
      classes()
          .that()
          .resideInAPackage("rollcall.common..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("rollcall.common..", "java..", "javax.net.ssl", "org.jspecify..");

  @ArchTest
  static final ArchRule apiNeedsOnlyCommonAndGson =
      classes()
          .that()
          .resideInAPackage("rollcall.api..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "rollcall.api..",
              "rollcall.common..",
              "java..",
              "com.google.gson..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule nimbusStaysInAttestation =
      noClasses()
          .that()
          .resideOutsideOfPackage("rollcall.attestation")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.nimbusds..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("rollcall.(**)").should().beFreeOfCycles();
}
