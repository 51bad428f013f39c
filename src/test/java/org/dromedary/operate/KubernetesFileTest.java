package org.dromedary.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The example for a cluster: each port leads where its name says, and nothing is wider than it must be. */
class KubernetesFileTest {

    private final List<Map<String, Object>> objects = read();

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> read() {
        try {
            return StreamSupport.stream(new Yaml().loadAll(Files.readString(Path.of("k8s", "dromedary.yaml")))
                    .spliterator(), false).map(each -> (Map<String, Object>) each).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Map<String, Object>> of(String kind) {
        return objects.stream().filter(each -> each.get("kind").equals(kind)).toList();
    }

    @SuppressWarnings("unchecked")
    private static <T> T at(Object from, Object... path) {
        Object value = from;
        for (Object step : path) {
            value = step instanceof Integer index ? ((List<Object>) value).get(index)
                    : ((Map<String, Object>) value).get(step);
        }
        return (T) value;
    }

    private Map<String, Object> pod() {
        return at(of("StatefulSet").get(0), "spec", "template", "spec");
    }

    private Map<String, Integer> containerPorts() {
        Map<String, Integer> ports = new TreeMap<>();
        List<Map<String, Object>> declared = at(pod(), "containers", 0, "ports");
        declared.forEach(port -> ports.put((String) port.get("name"), (Integer) port.get("containerPort")));
        return ports;
    }

    @Test
    void everyPortOfAServiceLeadsToThePortOfItsName() {
        for (Map<String, Object> service : of("Service")) {
            List<Map<String, Object>> ports = at(service, "spec", "ports");
            for (Map<String, Object> port : ports) {
                assertThat(port.get("targetPort")).isEqualTo(port.get("name"));
                assertThat(containerPorts()).containsEntry((String) port.get("name"), (Integer) port.get("port"));
            }
        }
        assertThat(containerPorts()).containsEntry("mllp", Integer.valueOf(
                at(of("ConfigMap").get(0), "data", "DROMEDARY_HL7_MLLP_PORT")));
    }

    @Test
    void whatIsReachedFromOutsideKeepsTheSendersAddressAndIsForNamedSenders() {
        assertThat(of("Service")).filteredOn(service -> "LoadBalancer".equals(at(service, "spec", "type"))).hasSize(2)
                .allSatisfy(service -> {
                    assertThat(KubernetesFileTest.<String>at(service, "spec", "externalTrafficPolicy"))
                            .isEqualTo("Local");
                    assertThat(KubernetesFileTest.<List<String>>at(service, "spec", "loadBalancerSourceRanges"))
                            .isNotEmpty();
                    assertThat(KubernetesFileTest.<List<Object>>at(service, "spec", "ports")).hasSize(1);
                });
        List<Map<String, Object>> rules = at(of("NetworkPolicy").get(0), "spec", "ingress");
        assertThat(rules).allSatisfy(rule -> assertThat(rule).containsKeys("from", "ports"));
    }

    @Test
    void containerMayDoNothingThatItNeedNot() {
        Map<String, Object> container = at(pod(), "containers", 0);
        assertThat(KubernetesFileTest.<Boolean>at(container, "securityContext", "allowPrivilegeEscalation")).isFalse();
        assertThat(KubernetesFileTest.<Boolean>at(container, "securityContext", "readOnlyRootFilesystem")).isTrue();
        assertThat(KubernetesFileTest.<List<String>>at(container, "securityContext", "capabilities", "drop"))
                .containsExactly("ALL");
        assertThat(KubernetesFileTest.<Boolean>at(pod(), "securityContext", "runAsNonRoot")).isTrue();
        assertThat(KubernetesFileTest.<String>at(container, "livenessProbe", "httpGet", "path"))
                .isEqualTo("/api/health/live");
        for (String probe : List.of("startupProbe", "readinessProbe")) {
            assertThat(KubernetesFileTest.<String>at(container, probe, "httpGet", "path"))
                    .isEqualTo("/api/health/ready");
        }
    }

    @Test
    void everyEnvironmentVariableIsASettingThatIsDocumented() throws IOException {
        String documented = Files.readString(Path.of("docs", "configuration.md"));
        Map<String, String> data = at(of("ConfigMap").get(0), "data");
        assertThat(data.keySet()).allSatisfy(name -> assertThat(documented.lines().filter(line ->
                line.startsWith("| `dromedary.")).map(line -> line.split("`")[1].toUpperCase(Locale.ROOT)
                .replaceAll("[.-]", "_"))).contains(name));
    }
}
