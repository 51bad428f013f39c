package org.dromedary.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.junit.jupiter.api.Test;

/** Annotations, code and docs/component.md say the same. */
class ComponentDocumentTest {

    private static final Path DOCUMENT = Path.of("docs", "component.md");

    /** The cells of the rows below a heading of which the first cell is code, without the code's quotes. */
    private static List<List<String>> rows(String heading) throws IOException {
        String text = Files.readString(DOCUMENT);
        String section = text.substring(text.indexOf("\n## " + heading + '\n') + 4).split("\n## ")[0];
        return section.lines().filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                        .map(cell -> cell.strip().replaceFirst("^`([^`]*)`$", "$1")).toList())
                .toList();
    }

    private static List<String> names(String heading) throws IOException {
        return rows(heading).stream().map(row -> row.get(0)).toList();
    }

    /** The fields of a type, and of those of its fields that have parameters themselves. */
    private static List<Field> fields(Class<?> type, Predicate<AnnotatedElement> wanted) {
        List<Field> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (field.getType().isAnnotationPresent(UriParams.class)) {
                fields.addAll(fields(field.getType(), wanted));
            } else if (wanted.test(field)) {
                fields.add(field);
            }
        }
        return fields;
    }

    private static List<Field> parameters() {
        return fields(DicomEndpoint.class, field -> field.isAnnotationPresent(UriParam.class));
    }

    private static List<Field> headers() {
        return Stream.of(DicomHeaders.class.getFields()).filter(field -> field.getType() == String.class).toList();
    }

    private static String value(Field header) {
        try {
            return (String) header.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyParameterIsDocumentedWithItsDefault() throws IOException {
        Map<String, String> annotated = new TreeMap<>();
        parameters().forEach(field ->
                annotated.put(field.getName(), field.getAnnotation(UriParam.class).defaultValue()));
        Map<String, String> documented = new TreeMap<>();
        rows("Parameters").forEach(row -> documented.put(row.get(0), row.get(1)));

        assertThat(documented).containsExactlyEntriesOf(annotated);
    }

    @Test
    void defaultsAreThoseOfTheCode() throws Exception {
        DicomConfiguration configuration = new DicomConfiguration();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            for (Field field : fields(DicomConfiguration.class, field -> field.isAnnotationPresent(UriParam.class))) {
                String annotated = field.getAnnotation(UriParam.class).defaultValue();
                field.setAccessible(true);
                if (!annotated.isEmpty()) {
                    assertThat(field.get(configuration)).as(field.getName()).isEqualTo(
                            camel.getTypeConverter().mandatoryConvertTo(field.getType(), annotated));
                } else if (field.getType() == String.class) {
                    assertThat(field.get(configuration)).as(field.getName()).isNull();
                }
            }
        }
    }

    @Test
    void everyParameterCanBeSetAndIsDescribed() throws Exception {
        assertThat(DicomConfiguration.class.getDeclaredFields()).filteredOn(field -> !field.isSynthetic()
                && !Modifier.isStatic(field.getModifiers()))
                .allSatisfy(field -> assertThat(field.isAnnotationPresent(UriParam.class)).isTrue());
        for (Field field : parameters()) {
            String name = Character.toUpperCase(field.getName().charAt(0)) + field.getName().substring(1);
            assertThat(field.getDeclaringClass().getMethod("set" + name, field.getType())).isNotNull();
            assertThat(field.getAnnotation(UriParam.class).description()).as(field.getName()).isNotBlank();
            assertThat(field.getAnnotation(UriParam.class).label()).as(field.getName()).isNotBlank();
        }
    }

    @Test
    void everyPartOfThePathIsDocumentedInOrder() throws IOException {
        List<Field> path = fields(DicomEndpoint.class, field -> field.isAnnotationPresent(UriPath.class));
        String syntax = DicomEndpoint.class.getAnnotation(UriEndpoint.class).syntax();

        assertThat(names("URI")).isEqualTo(path.stream().map(Field::getName).toList())
                .isEqualTo(List.of(syntax.substring("dicom:".length()).split("[:@]")));
        assertThat(path).allSatisfy(field -> {
            assertThat(field.getAnnotation(UriPath.class).description()).isNotBlank();
            assertThat(field.getAnnotation(Metadata.class).required()).isTrue();
        });
        assertThat(Files.readString(DOCUMENT)).contains(syntax);
    }

    @Test
    void everyOperationIsDocumented() throws IOException {
        List<String> operations = Stream.of(DicomAddress.Operation.values()).map(each -> each.name().toLowerCase())
                .toList();

        assertThat(names("Operations")).isEqualTo(operations);
        assertThat(DicomAddress.class.getRecordComponents()[0].getAccessor().getReturnType())
                .isEqualTo(DicomAddress.Operation.class);
        assertThat(fields(DicomEndpoint.class, field -> field.isAnnotationPresent(UriPath.class)).get(0)
                .getAnnotation(UriPath.class).enums()).isEqualTo(String.join(",", operations));
    }

    @Test
    void everyPropertyOfTheComponentIsDocumented() throws IOException {
        List<String> own = Stream.of(DicomComponent.class, DicomComponent.class.getSuperclass())
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(Metadata.class)).map(Field::getName).toList();

        assertThat(names("Component")).containsExactlyElementsOf(own);
    }

    @Test
    void everyHeaderIsDocumentedWithItsTypeAndDirections() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        rows("Headers").forEach(row -> documented.put(row.get(0), row.get(1).replace("&lt;", "<").replace("&gt;", ">")
                + (row.get(2).isEmpty() ? "" : " to") + (row.get(3).isEmpty() ? "" : " from")));

        assertThat(documented).isEqualTo(headers().stream().collect(Collectors.toMap(ComponentDocumentTest::value,
                field -> field.getAnnotation(Metadata.class).javaType().replaceFirst("^org\\.[a-z.]+", "")
                        + (DicomHeaders.TO_PEER.contains(value(field)) ? " to" : "")
                        + (DicomHeaders.FROM_PEER.contains(value(field)) ? " from" : ""))));
        assertThat(headers()).allSatisfy(field ->
                assertThat(field.getAnnotation(Metadata.class).description()).isNotBlank());
    }
}
