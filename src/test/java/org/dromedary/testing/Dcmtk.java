package org.dromedary.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A DCMTK server on a free port, or one of its command line clients. Needs {@link Peers#require} before. */
public final class Dcmtk implements AutoCloseable {
    /** Takes Nagle's algorithm off a DCMTK process; stock is the empty map. */
    public static final Map<String, String> NO_DELAY = Map.of("TCP_NODELAY", "1");
    public static final Map<String, String> STOCK = Map.of();

    private final Process process;
    private final int port;
    private final Path folder;

    private Dcmtk(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    /** {@code storescp} that writes into a folder of its own below {@code parent}. */
    public static Dcmtk storescp(Path parent, Map<String, String> environment, String... options) throws IOException {
        Peers.require("storescp");
        Path received = Files.createTempDirectory(parent, "storescp");
        Path log = Files.createTempFile(parent, "storescp", ".log");
        int port = Peers.freePort();
        List<String> command = new ArrayList<>(List.of("storescp", "-od", received.toString()));
        command.addAll(List.of(options));
        command.add(Integer.toString(port));
        return new Dcmtk(Peers.startServer(port, log, environment, command.toArray(String[]::new)), port, received);
    }

    /**
     * {@code dcmqrscp} with one storage area.
     *
     * @param destinations by AE title the ports of move destinations on this host
     */
    public static Dcmtk dcmqrscp(Path parent, Map<String, String> environment, String aeTitle,
            Map<String, Integer> destinations, String... options) throws IOException {
        Peers.require("dcmqrscp");
        Path area = Files.createTempDirectory(parent, "dcmqrscp");
        Path log = Files.createTempFile(parent, "dcmqrscp", ".log");
        int port = Peers.freePort();
        StringBuilder hosts = new StringBuilder();
        destinations.forEach((title, destination) -> hosts.append(title.toLowerCase()).append(" = (").append(title)
                .append(", localhost, ").append(destination).append(")\n"));
        Path config = Files.writeString(Files.createTempFile(parent, "dcmqrscp", ".cfg"), """
                NetworkTCPPort = %d
                MaxPDUSize = 131072
                MaxAssociations = 16
                HostTable BEGIN
                %sHostTable END
                VendorTable BEGIN
                VendorTable END
                AETable BEGIN
                %s %s RW (10000, 8192mb) ANY
                AETable END
                """.formatted(port, hosts, aeTitle, area));
        List<String> command = new ArrayList<>(List.of("dcmqrscp", "-c", config.toString()));
        command.addAll(List.of(options));
        return new Dcmtk(Peers.startServer(port, log, environment, command.toArray(String[]::new)), port, area);
    }

    /** Runs a client such as {@code findscu} to its end. */
    public static Peers.Output run(Path folder, Map<String, String> environment, String... command)
            throws IOException {
        Peers.require(command[0]);
        return Peers.run(folder, environment, command);
    }

    public int port() {
        return port;
    }

    /** Where the server keeps what it received. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        Peers.stop(process);
    }
}
