package dev.cairn;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/**
 * Restricts which package may depend on which: a stage that depended on another could not be read, tested or replaced
 * on its own.
 */
@AnalyzeClasses(packages = "dev.cairn", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] SHARED = {
        "dev.cairn.domain..",
        "dev.cairn.plan..",
        "dev.cairn.store..",
        "dev.cairn.facts..",
        "dev.cairn.access..",
        "dev.cairn.http..",
        "dev.cairn.telemetry.."
    };

    @ArchTest
    static final ArchRule domainKnowsNothingButTheJdk = classes()
            .that()
            .resideInAPackage("dev.cairn.domain..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "dev.cairn.domain.."));

    @ArchTest
    static final ArchRule collectKnowsNoOtherStage = stage("collect");

    @ArchTest
    static final ArchRule classifyKnowsNoOtherStage = stage("classify");

    @ArchTest
    static final ArchRule aggregateKnowsNoStageButTheDigest = stage("aggregate", "dev.cairn.digest..");

    /** It says what the page Today says. */
    @ArchTest
    static final ArchRule digestKnowsNoStageButReport = stage("digest", "dev.cairn.report..");

    @ArchTest
    static final ArchRule reportKnowsNoOtherStage = stage("report");

    @ArchTest
    static final ArchRule setupKnowsNoOtherStage = stage("setup");

    /** Where strangers ask for script and dashboard, there is nothing to read and nothing to steal. */
    @ArchTest
    static final ArchRule whatServesTheWebKnowsNoTableAndNoSecret = noClasses()
            .that()
            .resideInAPackage("dev.cairn.report.web..")
            .or()
            .haveSimpleName("WebHandler")
            .or()
            .haveSimpleName("WebRoutes")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.cairn.aws..", "dev.cairn.access..", "dev.cairn.plan..")
                    .or(DescribedPredicate.describe(
                            "are ports of the store",
                            type -> type.getPackageName().startsWith("dev.cairn.store")
                                    && !type.getSimpleName().equals("Hashes")
                                    && !type.getSimpleName().equals("Json"))));

    /** Statistics are read where nothing can be written, archived events least of all. */
    @ArchTest
    static final ArchRule statisticsKnowNoArchive = noClasses()
            .that()
            .resideInAPackage("dev.cairn.report.statistics..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("EventArchive");

    /** It passes past records to the classifier. */
    @ArchTest
    static final ArchRule jobsKnowNoStageButClassify = stage("jobs", "dev.cairn.classify..");

    @ArchTest
    static final ArchRule whatStagesShareKnowsNoStage = noClasses()
            .that()
            .resideInAnyPackage(SHARED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.cairn.collect..",
                    "dev.cairn.classify..",
                    "dev.cairn.aggregate..",
                    "dev.cairn.report..",
                    "dev.cairn.jobs..",
                    "dev.cairn.digest..",
                    "dev.cairn.setup..",
                    "dev.cairn.aws..");

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("dev.cairn.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyHandlersKnowLambda = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Handler")
            .and()
            .resideOutsideOfPackage("dev.cairn.telemetry..")
            .should()
            .dependOnClassesThat(resideInAPackage("com.amazonaws.services.lambda.."));

    @ArchTest
    static final ArchRule onlyHandlersWireAws = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Handler")
            .and()
            .resideOutsideOfPackage("dev.cairn.aws..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.cairn.aws.."));

    @ArchTest
    static final ArchRule onlyAwsKnowsTheSdk = outside("dev.cairn.aws..", "software.amazon.awssdk..");

    @ArchTest
    static final ArchRule onlyTelemetryKnowsPowertools = outside("dev.cairn.telemetry..", "software.amazon.lambda..");

    @ArchTest
    static final ArchRule onlyTelemetryKnowsALogger =
            outside("dev.cairn.telemetry..", "org.slf4j..", "org.apache.logging..", "java.util.logging..");

    private static final int MOST_COMPONENTS = 8;

    /** A longer list of values is read by position, and hides concepts that have no name yet. */
    @ArchTest
    static final ArchRule recordsHaveAtMostEightComponents =
            classes().that().areRecords().should(haveAtMostEightComponents());

    private static ArchCondition<JavaClass> haveAtMostEightComponents() {
        return new ArchCondition<>("have at most " + MOST_COMPONENTS + " components") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long components = type.getFields().stream()
                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                        .count();
                if (components > MOST_COMPONENTS) {
                    events.add(
                            SimpleConditionEvent.violated(type, type.getName() + " has " + components + " components"));
                }
            }
        };
    }

    private static ArchRule stage(String name, String... alsoKnown) {
        String itself = "dev.cairn." + name + "..";
        DescribedPredicate<JavaClass> ours = resideInAPackage("dev.cairn..");
        return noClasses()
                .that()
                .resideInAPackage(itself)
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(resideInAnyPackage(SHARED)
                        .or(resideInAnyPackage(itself, "dev.cairn.aws.."))
                        .or(resideInAnyPackage(alsoKnown)))))
                .allowEmptyShould(true);
    }

    private static ArchRule outside(String home, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat(resideInAnyPackage(library));
    }
}
