package rollcall;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The allowed dependencies between this module's packages. */
@AnalyzeClasses(packages = "rollcall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule library_doesNotUseTheTerminal =
      noClasses()
          .that()
          .resideInAPackage("rollcall.client..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("rollcall.cli..", "org.jline..", "picocli..");

  @ArchTest
  static final ArchRule prompt_doesNotUseHttp =
      noClasses()
          .that()
          .resideInAPackage("rollcall.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("okhttp3..", "okio..", "java.net.http..");

  @ArchTest
  static final ArchRule clients_useNeitherServerNorAgent =
      noClasses()
          .that()
          .resideInAnyPackage("rollcall.client..", "rollcall.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("rollcall.server..", "rollcall.agent..");

  @ArchTest
  static final ArchRule jline_isUsedByThePromptOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("rollcall.cli.prompt")
          // Widths loads JLine's table only for text that is not ASCII.
          .and()
          .doNotHaveSimpleName("Widths")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jline..")
          .because("loading it would delay one-shot commands and pipes");

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("rollcall.(**)").should().beFreeOfCycles();
}
