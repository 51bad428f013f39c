package org.dromedary.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.StoreHandler;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.PdvInputStream;

/** C-STORE into the folder and the index (PS3.4 §B.2.3), with the faults of {@link StoreFault}. */
final class StoreService implements StoreHandler {

    /** Simulators beside one another share a folder. */
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Path folder;
    private final Path incoming;
    private final ArchiveIndex index;
    private final Faults faults;
    private final Pause pause;

    StoreService(Path folder, Path incoming, ArchiveIndex index, Faults faults, Pause pause) {
        this.folder = folder;
        this.incoming = incoming;
        this.index = index;
        this.faults = faults;
        this.pause = pause;
    }

    @Override
    public int store(StoreRequest request, PdvInputStream dataSet) throws IOException {
        failBefore(request);
        faults.take(StoreFault.DelayPerObject.class).ifPresent(fault -> pause.sleep(fault.delay()));
        if (faults.take(StoreFault.LoseSilently.class).isPresent()) {
            return Status.SUCCESS;
        }
        keep(request, dataSet);
        Optional<StoreFault.WarnWith> warning = faults.take(StoreFault.WarnWith.class);
        if (warning.isPresent()) {
            throw new DimseStatusException("C-STORE", warning.get().status(), warning.get().comment());
        }
        return Status.SUCCESS;
    }

    private void failBefore(StoreRequest request) throws IOException {
        if (faults.take(StoreFault.Abort.class).isPresent()) {
            request.association().abort();
            throw new IOException("aborted by a fault");
        }
        if (faults.take(StoreFault.Drop.class).isPresent()) {
            request.association().drop();
            throw new IOException("dropped by a fault");
        }
        Optional<StoreFault.FailSopClass> sopClass = faults.take(StoreFault.FailSopClass.class,
                fault -> fault.sopClassUid().equals(request.sopClassUid()));
        if (sopClass.isPresent()) {
            throw new DimseStatusException("C-STORE", sopClass.get().status(), null);
        }
        Optional<StoreFault.FailObject> object = faults.take(StoreFault.FailObject.class,
                fault -> fault.sopInstanceUid().equals(request.sopInstanceUid()));
        if (object.isPresent()) {
            throw new DimseStatusException("C-STORE", object.get().status(), null);
        }
        Optional<StoreFault.FailWith> failure = faults.take(StoreFault.FailWith.class);
        if (failure.isPresent()) {
            throw new DimseStatusException("C-STORE", failure.get().status(), failure.get().comment());
        }
    }

    private void keep(StoreRequest request, PdvInputStream dataSet) throws IOException {
        Path received = incoming.resolve(ReceivedFile.nameOf(request.sopInstanceUid()) + "-"
                + NUMBER.incrementAndGet() + ".dcm");
        try {
            ReceivedFile.write(request, dataSet, received, null);
            ArchivedObject object = ArchivedObject.of(received);
            Path place = folder.resolve(ReceivedFile.relativePath(object.head()));
            Files.createDirectories(place.getParent());
            Files.move(received, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            index.add(object.at(place));
        } finally {
            Files.deleteIfExists(received);
        }
    }
}
