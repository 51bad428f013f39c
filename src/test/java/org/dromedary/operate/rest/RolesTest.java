package org.dromedary.operate.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Open;
import org.dromedary.operate.security.Role;
import org.junit.jupiter.api.Test;

/** Every method of REST says who may call it. */
class RolesTest {

    static final List<Class<?>> RESOURCES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.dromedary").stream()
            .filter(type -> type.isAnnotatedWith(Path.class)).<Class<?>>map(type -> type.reflect()).toList();

    /** Methods that answer HTTP, also those whose class forgot its path. */
    static Stream<Method> methods() {
        return RESOURCES.stream().flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Arrays.stream(method.getAnnotations()).anyMatch(
                        annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class)));
    }

    private static String path(Method method) {
        Path own = method.getAnnotation(Path.class);
        return method.getDeclaringClass().getAnnotation(Path.class).value() + (own == null ? "" : own.value());
    }

    @Test
    void everyMethodNamesItsRoleOrIsOpenOnPurpose() {
        assertThat(methods()).hasSizeGreaterThan(25).allSatisfy(method -> assertThat(
                method.isAnnotationPresent(Needs.class) ^ method.isAnnotationPresent(Open.class)).as("%s", method)
                .isTrue());
    }

    @Test
    void openOnesAreThoseThatTheGuardLetsThrough() {
        assertThat(methods().filter(method -> method.isAnnotationPresent(Open.class)).map(RolesTest::path))
                .containsExactlyInAnyOrderElementsOf(HttpGuard.OPEN);
    }

    /** Whoever adds one decides here too. */
    @Test
    void rolesAreThese() {
        Map<String, Role> roles = new TreeMap<>();
        methods().filter(method -> method.isAnnotationPresent(Needs.class)).forEach(method -> roles.put(
                path(method) + " " + method.getName(), method.getAnnotation(Needs.class).value()));
        assertThat(roles).isEqualTo(new TreeMap<>(Map.ofEntries(
                Map.entry("/api/status status", Role.VIEWER), Map.entry("/api/live live", Role.VIEWER),
                Map.entry("/api/me me", Role.VIEWER), Map.entry("/api/logout logout", Role.VIEWER),
                Map.entry("/api/incidents list", Role.VIEWER), Map.entry("/api/incidents/{id} show", Role.VIEWER),
                Map.entry("/api/incidents/{id}/acknowledge acknowledge", Role.OPERATOR),
                Map.entry("/api/incidents/{id}/close close", Role.OPERATOR),
                Map.entry("/api/orders orders", Role.VIEWER), Map.entry("/api/pause pause", Role.OPERATOR),
                Map.entry("/api/resume resume", Role.OPERATOR), Map.entry("/api/pace pace", Role.OPERATOR),
                Map.entry("/api/audit audit", Role.ADMIN),
                Map.entry("/api/dead-letters list", Role.OPERATOR),
                Map.entry("/api/dead-letters/{series} show", Role.OPERATOR),
                Map.entry("/api/dead-letters/replay replay", Role.OPERATOR),
                Map.entry("/api/dead-letters/discard discard", Role.OPERATOR),
                Map.entry("/api/corrections list", Role.READER),
                Map.entry("/api/corrections/{id}/{act:resend|forward|plan} choose", Role.PLANNER),
                Map.entry("/api/corrections/{id}/dismiss dismiss", Role.PLANNER),
                Map.entry("/api/plan/studies studies", Role.READER),
                Map.entry("/api/plan/studies/{id} study", Role.READER),
                Map.entry("/api/plan/studies/{id}/decision decide", Role.PLANNER),
                Map.entry("/api/plan/versions versions", Role.VIEWER),
                Map.entry("/api/plan/freeze freeze", Role.PLANNER))));
    }
}
