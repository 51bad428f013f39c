package org.dromedary.coordination.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dromedary.ledger.ServiceFiles;
import org.dromedary.ledger.Sql;

/** Where the ledger's chain of acts ended, kept in the data folder, apart from the ledger. */
public final class ActHead {

    private ActHead() {
    }

    private static Path file(Path dataDir) {
        return dataDir.resolve("audit-acts-head");
    }

    static void write(Path dataDir, ActSeals.End end) throws IOException {
        try (FileChannel channel = ServiceFiles.open(file(dataDir), ServiceFiles.CREATE)) {
            channel.write(ByteBuffer.wrap(String.format("%018d %s%n", end.number(), end.hash())
                    .getBytes(StandardCharsets.US_ASCII)), 0);
        }
    }

    /** Compares the ledger with what is known here; a line for each thing that is not as it was sealed. */
    public static List<String> check(Path dataDir, Sql sql) throws IOException {
        String[] known = Files.exists(file(dataDir)) ? Files.readString(file(dataDir)).strip().split(" ")
                : new String[] {"0", ChainHash.NONE};
        return new ActSeals(sql).check(Long.parseLong(known[0]), known[known.length - 1]);
    }
}
