package dev.penstock.launcher.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The module map of ARCHITECTURE.md, enforced: who may import whom, and which library is seen where. */
@AnalyzeClasses(packages = "dev.penstock", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleBoundariesTest {
    private static final String ROOT = "dev.penstock.";
    private static final String EVENT_RULER = "software.amazon.event.ruler";
    private static final Set<String> COMPONENTS =
            Set.of("broker", "rules", "stream", "functions", "analytics", "store");

    @ArchTest
    static final ArchRule modulesHaveNoCycles =
            slices().matching("dev.penstock.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule componentsAreUsedThroughTheirFrontDoorOnly = classes()
            .that(describe("live in Penstock", c -> !component(c).isEmpty()))
            .should(new ArchCondition<>("use other components only through their root package") {
                @Override
                public void check(JavaClass user, ConditionEvents events) {
                    for (Dependency use : user.getDirectDependenciesFromSelf()) {
                        String owner = component(use.getTargetClass());
                        boolean behindTheDoor = COMPONENTS.contains(owner)
                                && !owner.equals(component(user))
                                && !use.getTargetClass().getPackageName().equals(ROOT + owner);
                        events.add(new SimpleConditionEvent(user, !behindTheDoor, use.getDescription()));
                    }
                }
            });

    @ArchTest
    static final ArchRule platformKnowsNoComponent = noClasses()
            .that()
            .resideInAPackage("dev.penstock.platform..")
            .should()
            .dependOnClassesThat(describe("live in a component or the launcher", c -> {
                String owner = component(c);
                return COMPONENTS.contains(owner) || "launcher".equals(owner);
            }));

    @ArchTest
    static final ArchRule brokerAndStreamAndStoreKnowOnlyPlatform =
            onlyImports(Set.of("broker", "stream", "store"), Set.of());

    @ArchTest
    static final ArchRule functionsKnowStreams = onlyImports(Set.of("functions"), Set.of("stream"));

    @ArchTest
    static final ArchRule rulesKnowTheirTargets =
            onlyImports(Set.of("rules"), Set.of("broker", "stream", "functions", "store"));

    @ArchTest
    static final ArchRule analyticsKnowTheirTargets = onlyImports(Set.of("analytics"), Set.of("stream", "functions"));

    @ArchTest
    static final ArchRule localNeverUsesAws = noClasses()
            .that()
            .resideInAPackage("dev.penstock.(*).local..")
            .should()
            .dependOnClassesThat(describe(
                    "are adapters to AWS",
                    c -> COMPONENTS.contains(component(c))
                            && c.getPackageName().startsWith(ROOT + component(c) + ".aws")));

    @ArchTest
    static final ArchRule sdkStaysInAwsAdapters = noClasses()
            .that()
            .resideOutsideOfPackages("dev.penstock.*.aws..", "dev.penstock.examples..", "dev.penstock.testkit..")
            .should()
            .dependOnClassesThat(describe(
                    "are of the SDK, KCL or DynamoDB Local",
                    c -> c.getPackageName().startsWith("software.amazon.")
                            && !c.getPackageName().startsWith(EVENT_RULER)));

    @ArchTest
    static final ArchRule eventRulerStaysInTheFilter = noClasses()
            .that()
            .resideOutsideOfPackage("dev.penstock.functions.filter..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(EVENT_RULER + "..");

    @ArchTest
    static final ArchRule calciteStaysInAnalytics = noClasses()
            .that()
            .resideOutsideOfPackages("dev.penstock.analytics..", "org.apache.calcite..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.calcite..");

    @ArchTest
    static final ArchRule moquetteStaysInTheBrokerEngine = noClasses()
            .that()
            .resideOutsideOfPackages("dev.penstock.broker.engine..", "io.moquette..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.moquette..");

    @ArchTest
    static final ArchRule onlyTheClockReadsTheClock = noClasses()
            .that()
            .resideInAPackage("dev.penstock..")
            .and()
            .resideOutsideOfPackage("dev.penstock.platform.time..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now");

    @ArchTest
    static final ArchRule threadsAreMadeByPlatform = noClasses()
            .that()
            .resideInAPackage("dev.penstock..")
            .and()
            .resideOutsideOfPackages(
                    "dev.penstock.platform.lifecycle..",
                    "dev.penstock.functions.process.fork..") // runs in a child, which has nothing of platform
            .should()
            .callConstructorWhere(
                    describe("makes a thread", call -> call.getTargetOwner().isAssignableTo(Thread.class)));

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideInAPackage("dev.penstock..")
            .and()
            .resideOutsideOfPackages(
                    "dev.penstock.launcher.cli..",
                    "dev.penstock.functions.java.guest..", // stands in for System.out of user code
                    "dev.penstock.examples..",
                    "dev.penstock.bench..")
            .should()
            .accessField(System.class, "out");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that()
            .resideInAPackage("dev.penstock..")
            .should(new ArchCondition<>("live in a package marked @NullMarked") {
                @Override
                public void check(JavaClass checked, ConditionEvents events) {
                    boolean marked = checked.getPackage()
                            .tryGetAnnotationOfType(NullMarked.class)
                            .isPresent();
                    events.add(new SimpleConditionEvent(
                            checked, marked, checked.getPackageName() + " has no @NullMarked package-info"));
                }
            });

    private static ArchRule onlyImports(Set<String> users, Set<String> allowed) {
        return classes()
                .that(describe("live in " + users, c -> users.contains(component(c))))
                .should(new ArchCondition<>("import no component but " + allowed) {
                    @Override
                    public void check(JavaClass user, ConditionEvents events) {
                        for (Dependency use : user.getDirectDependenciesFromSelf()) {
                            String owner = component(use.getTargetClass());
                            boolean stranger = COMPONENTS.contains(owner)
                                    && !owner.equals(component(user))
                                    && !allowed.contains(owner);
                            events.add(new SimpleConditionEvent(user, !stranger, use.getDescription()));
                        }
                    }
                });
    }

    private static String component(JavaClass c) {
        String name = c.getPackageName();
        if (!name.startsWith(ROOT)) {
            return "";
        }
        int end = name.indexOf('.', ROOT.length());
        return end < 0 ? name.substring(ROOT.length()) : name.substring(ROOT.length(), end);
    }
}
