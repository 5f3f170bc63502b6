package io.counterfoil.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.rest.Allow;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.Entity;
import jakarta.persistence.Transient;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house, for the code below one root package.
 *
 * @param root {@code io.counterfoil}, or the package of the samples that break each rule
 * @param namedElsewhere full names of the types that code outside of what is looked at names
 */
record HouseRules(String root, Set<String> namedElsewhere) {

    /** Not {@code @Context}: the container hands the request to filters and mappers in no other way. */
    private static final Set<String> FIELD_INJECTION = Set.of(
            "jakarta.inject.Inject",
            "jakarta.annotation.Resource",
            "jakarta.ejb.EJB",
            "jakarta.persistence.PersistenceContext",
            "jakarta.persistence.PersistenceUnit");

    private static final Pattern TELLING = Pattern.compile(
            "^(.*[a-z])?([Nn]ame|[Ee]?[Mm]ail|[Pp]hone|[Aa]ddress|[Dd]escription|[Mm]etadata|[Nn]ote|[Cc]omment|[Mm]essage"
                    + "|[Ss]ummary|[Bb]ody|[Tt]ext|[Dd]etail|[Uu]serAgent|[Ii]p)s?$");

    /** {@code app → {privacy, webhooks, monitoring} → domain}; siblings never see each other. */
    ArchRule modules() {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("app")
                .definedBy(root + ".app..")
                .layer("privacy")
                .definedBy(root + ".privacy..")
                .layer("webhooks")
                .definedBy(root + ".webhooks..")
                .layer("monitoring")
                .definedBy(root + ".monitoring..")
                .layer("domain")
                .definedBy(root + ".domain..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("privacy")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("webhooks")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("monitoring")
                .mayOnlyBeAccessedByLayers("app");
    }

    ArchRule noCycles() {
        return slices().matching(root + ".(*).(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    /** At a module's root stands only what says that the module is there: {@code DomainModule}. */
    ArchRule flatSlices() {
        return classes()
                .that(not(resideInAPackage(root + ".*")
                        .and(simpleName("package-info").or(simpleNameEndingWith("Module")))))
                .should()
                .resideInAPackage(root + ".*.*")
                .as("each class is in a package %s.<module>.<slice>, no deeper and no higher".formatted(root));
    }

    ArchRule noFieldInjection() {
        return fields().should(reporting("not be injected", (JavaField field, ConditionEvents events) -> {
            boolean produced = field.isAnnotatedWith(Produces.class);
            field.getAnnotations().stream()
                    .map(annotation -> annotation.getRawType().getName())
                    .filter(FIELD_INJECTION::contains)
                    .filter(annotation -> !produced)
                    .forEach(annotation -> events.add(SimpleConditionEvent.violated(
                            field,
                            "%s is injected by @%s: use the constructor".formatted(field.getFullName(), annotation))));
        }));
    }

    ArchRule names() {
        return noClasses()
                .should()
                .haveNameMatching(".*[.$](\\w*(Impl|Manager|Helper|Utils?|Base|Common)|(Base|Common)[A-Z]\\w*)")
                .as("no class is called …Impl, …Manager, …Helper, …Util, …Base or …Common: what is it about?");
    }

    ArchRule nullMarked() {
        return classes().should(reporting("be in a @NullMarked package", (JavaClass type, ConditionEvents events) -> {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                events.add(SimpleConditionEvent.violated(
                        type, "%s is in a package without @NullMarked".formatted(type.getName())));
            }
        }));
    }

    /** Reading the clock is for {@code domain.time} alone; everybody else is given an {@link java.time.InstantSource}. */
    ArchRule clock() {
        DescribedPredicate<JavaAccess<?>> ofJavaTime = target(owner(resideInAPackage("java.time..")))
                .and(target(nameMatching("now|system\\w*|tick\\w*")))
                .and(new DescribedPredicate<>("without being given a clock") {
                    @Override
                    public boolean test(JavaAccess<?> access) {
                        return access.getTarget() instanceof CodeUnitAccessTarget called
                                && called.getRawParameterTypes().stream()
                                        .noneMatch(type -> type.getName().equals("java.time.Clock"));
                    }
                });
        DescribedPredicate<JavaAccess<?>> ofSystem =
                target(owner(type(System.class))).and(target(name("currentTimeMillis")));
        DescribedPredicate<JavaAccess<?>> ofDate = new DescribedPredicate<>("new Date()") {
            @Override
            public boolean test(JavaAccess<?> access) {
                return access.getTarget().getFullName().equals("java.util.Date.<init>()");
            }
        };
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".domain.time")
                .should()
                .accessTargetWhere(ofJavaTime.or(ofSystem).or(ofDate))
                .as("time comes from an injected InstantSource");
    }

    ArchRule noPredictableRandomness() {
        return noClasses()
                .should()
                .dependOnClassesThat(type(Random.class))
                .orShould()
                .accessTargetWhere(target(owner(type(Math.class))).and(target(name("random"))))
                .as("randomness comes through a port, or from SecureRandom");
    }

    /** Work that matters happens inside the transaction that causes it. */
    ArchRule noFireAsync() {
        return noClasses()
                .should()
                .accessTargetWhere(target(owner(resideInAPackage("jakarta.enterprise.event")))
                        .and(target(name("fireAsync"))))
                .as("fireAsync is not used: it forgets on a crash");
    }

    ArchRule noObserverBeforeCompletion() {
        return methods()
                .should(reporting("not observe before completion", (JavaMethod method, ConditionEvents events) -> {
                    boolean before = method.getParameters().stream()
                            .flatMap(parameter -> parameter.tryGetAnnotationOfType(Observes.class.getName()).stream())
                            .flatMap(observes -> observes.get("during").stream())
                            .anyMatch(phase -> phase instanceof JavaEnumConstant constant
                                    && constant.name().equals(TransactionPhase.BEFORE_COMPLETION.name()));
                    if (before) {
                        events.add(SimpleConditionEvent.violated(
                                method, "%s observes BEFORE_COMPLETION".formatted(method.getFullName())));
                    }
                }));
    }

    /** Each column of each entity says what it is: the record of processing, exports and erasures are made from that. */
    ArchRule classifiedColumns() {
        return fields().that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .and()
                .areNotStatic()
                .and()
                .areNotAnnotatedWith(Transient.class)
                .should(reporting("be classified", (JavaField column, ConditionEvents events) -> {
                    boolean itself =
                            column.isAnnotatedWith(Personal.class) || column.isAnnotatedWith(NotPersonal.class);
                    if (!itself && (!column.getOwner().isAnnotatedWith(NotPersonal.class) || speaksForItself(column))) {
                        events.add(SimpleConditionEvent.violated(
                                column, "%s says neither @Personal nor @NotPersonal".formatted(column.getFullName())));
                    }
                }));
    }

    /** Bytes may hold anything that was sealed, and some names sound like people or what they write. */
    private static boolean speaksForItself(JavaField column) {
        return column.getRawType().isEquivalentTo(byte[].class)
                || TELLING.matcher(column.getName()).find();
    }

    /** "All POSTs accept the header": whoever only asks, or is nobody, has nothing that could be done twice. */
    ArchRule postsTakeKeys() {
        return methods()
                .that()
                .areAnnotatedWith(POST.class)
                .should(reporting("take an Idempotency-Key", (JavaMethod method, ConditionEvents events) -> {
                    boolean changes = method.tryGetAnnotationOfType(Allow.class)
                            .filter(allow -> !allow.scope().endsWith(":read") && !allow.anyone())
                            .isPresent();
                    if (changes
                            && Stream.concat(Stream.of(method.getOwner()), neighbours(method.getOwner()))
                                    .noneMatch(type ->
                                            uses(type).anyMatch(used -> used.isEquivalentTo(Idempotency.class)))) {
                        events.add(SimpleConditionEvent.violated(
                                method,
                                "%s takes no Idempotency-Key: answer by Idempotency.once"
                                        .formatted(method.getFullName())));
                    }
                }));
    }

    private static Stream<JavaClass> neighbours(JavaClass type) {
        return uses(type).filter(used -> used.getPackageName().equals(type.getPackageName()));
    }

    private static Stream<JavaClass> uses(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass);
    }

    /** Public is what another slice names, and what the container must see. */
    ArchRule publicForSomebody() {
        return classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should(reporting("be named by another package", (JavaClass type, ConditionEvents events) -> {
                    // Who names a type inside it names it too.
                    boolean named = type.getPackage().getClasses().stream()
                            .filter(part -> part.equals(type) || part.getName().startsWith(type.getName() + "$"))
                            .flatMap(part -> part.getDirectDependenciesToSelf().stream())
                            .map(Dependency::getOriginClass)
                            .anyMatch(user -> !user.getPackageName().equals(type.getPackageName()));
                    if (!named
                            && !namedElsewhere.contains(type.getName())
                            && !inSignatureOfItsPackage(type)
                            && !calledByTheContainer(type)) {
                        events.add(SimpleConditionEvent.violated(
                                type, "%s is public, and no other package names it".formatted(type.getName())));
                    }
                }));
    }

    /** Whoever calls a published method gets or gives the type, though it may never name it. */
    private static boolean inSignatureOfItsPackage(JavaClass type) {
        return type.getPackage().getClasses().stream()
                .filter(other -> !other.equals(type) && isPublic(other))
                .flatMap(other -> other.getMembers().stream())
                .filter(HouseRules::isPublic)
                .anyMatch(member -> member.getAllInvolvedRawTypes().contains(type));
    }

    private static boolean isPublic(HasModifiers declared) {
        return declared.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean calledByTheContainer(JavaClass type) {
        return type.isAnnotatedWith(Path.class)
                || type.isAnnotatedWith(Provider.class)
                || type.isAnnotatedWith(ApplicationPath.class)
                || type.isAnnotatedWith(Entity.class)
                || isStandardMBean(type)
                || type.getAnnotations().stream()
                        .anyMatch(annotation ->
                                annotation.getRawType().getPackageName().equals("jakarta.servlet.annotation"))
                || HouseRules.class.getClassLoader().getResource("META-INF/services/" + type.getName()) != null
                || Stream.concat(type.getAllRawInterfaces().stream(), type.getAllRawSuperclasses().stream())
                        .anyMatch(service -> isListed(type.getName(), "META-INF/services/" + service.getName()));
    }

    /** The JVM's MBean server calls it, and takes a public interface only (JMX 1.4, section 2.2.1). */
    private static boolean isStandardMBean(JavaClass type) {
        return type.isInterface() && type.getSimpleName().endsWith("MBean");
    }

    /** Whether a {@link java.util.ServiceLoader} finds the class. */
    private static boolean isListed(String provider, String services) {
        try {
            for (URL file : Collections.list(HouseRules.class.getClassLoader().getResources(services))) {
                try (var lines = file.openStream()) {
                    if (new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .anyMatch(line -> line.strip().equals(provider))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static <T> ArchCondition<T> reporting(String description, BiConsumer<T, ConditionEvents> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(T item, ConditionEvents events) {
                check.accept(item, events);
            }
        };
    }
}
