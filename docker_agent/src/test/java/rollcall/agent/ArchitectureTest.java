package rollcall.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The allowed dependencies between the agent's packages. */
@AnalyzeClasses(packages = "rollcall.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule dockerJava_staysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("rollcall.agent.docker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.github.dockerjava..", "com.fasterxml..");

  @ArchTest
  static final ArchRule okHttp_staysInTheAnnouncer =
      noClasses()
          .that()
          .resideOutsideOfPackage("rollcall.agent.announcer")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("okhttp3..", "okio..");

  @ArchTest
  static final ArchRule jdkHttpServer_staysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("rollcall.agent.http")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.sun.net.httpserver..");

  @ArchTest
  static final ArchRule prometheus_staysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("rollcall.agent.metrics")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule agent_dependsOnNeitherServerNorClient =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages("rollcall.server..", "rollcall.client..", "rollcall.cli..");

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("rollcall.(**)").should().beFreeOfCycles();
}
