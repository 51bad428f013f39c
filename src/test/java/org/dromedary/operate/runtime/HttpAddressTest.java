package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.junit.jupiter.api.Test;

class HttpAddressTest {

    private static HttpAddress of(String bind, String port, String token) {
        return HttpAddress.of(Settings.load(Map.of("dromedary.http.bind", bind, "dromedary.http.port", port,
                "dromedary.http.token", token)));
    }

    @Test
    void addressesOfThisMachineAreTaken() {
        assertThat(of("127.0.0.1", "8080", "").port()).isEqualTo(8080);
        assertThat(of("::1", "0", "").bind().isLoopbackAddress()).isTrue();
    }

    @Test
    void tokenOfTheSettingsIsLong() {
        assertThatThrownBy(() -> of("0.0.0.0", "8080", "short")).isInstanceOf(StartUpException.class)
                .hasMessageContaining("16 characters")
                .hasMessageNotContaining("short");
        assertThat(of("0.0.0.0", "8080", "0123456789abcdef").bind().isAnyLocalAddress()).isTrue();
    }

    @Test
    void takenPortIsNamedByItsProperty() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            assertThatThrownBy(() -> of("127.0.0.1", port, "").mustBeFree()).isInstanceOf(StartUpException.class)
                    .hasMessageContaining("dromedary.http.port").hasMessageContaining("127.0.0.1 port " + port);
        }
    }

    @Test
    void freePortIsLeftFree() {
        of("127.0.0.1", "0", "").mustBeFree();
        assertThatThrownBy(() -> of("127.0.0.1", "70000", "")).hasMessageContaining("dromedary.http.port is 70000");
    }
}
