package org.dromedary.archives.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dromedary.archives.archive.ArchiveLink.Purpose;
import org.dromedary.archives.archive.Endpoints.Service;
import org.dromedary.archives.pace.Operation;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.AssociationRejectedException;

/**
 * Associations for C-FIND and C-MOVE, in whichever information model an archive grants: both models are proposed, and
 * both services where one application entity has them; where that brings not what is wanted, each alone.
 */
public final class QueryRetrieve {

    /** What is done on an association; must be repeatable from its beginning. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Association association, QueryModel model) throws IOException;
    }

    private record Done<T>(T result) {
    }

    private final Archives archives;

    QueryRetrieve(Archives archives) {
        this.archives = archives;
    }

    private static Function<QueryModel, String> uid(Service service) {
        return service == Service.FIND ? QueryModel::find : QueryModel::move;
    }

    /** @throws NotGrantedException when the archive grants the service in no model */
    <T> T use(ArchiveLink link, Operation operation, Service service, Work<T> work) throws IOException {
        Quirks quirks = archives.quirks(link.archive());
        List<AssociationRequest> ways = ways(link, service, quirks);
        for (int i = 0; i < ways.size(); i++) {
            Done<T> done = use(link, operation, service, ways.get(i), i > 0, work);
            if (done != null) {
                boolean alone = ways.get(i).contexts().size() == 1;
                if (i > 0 && alone && ways.get(0).contexts().size() > 1) {
                    quirks.learn(Quirk.ONE_CONTEXT, service + " is granted alone and was not beside others");
                }
                return done.result();
            }
        }
        throw new NotGrantedException(archives.endpoint(link.archive(), service), service);
    }

    /** @param last resort: an archive may reject an association of which it can grant nothing */
    private <T> Done<T> use(ArchiveLink link, Operation operation, Service service, AssociationRequest request,
            boolean last, Work<T> work) throws IOException {
        Quirks quirks = archives.quirks(link.archive());
        Function<QueryModel, String> uid = uid(service);
        boolean[] begun = {false};
        try {
            return link.use(operation, Purpose.QUERY_RETRIEVE, request,
                    association -> QueryModel.granted(association, quirks, uid) != null, association -> {
                        QueryModel model = QueryModel.granted(association, quirks, uid);
                        if (model == null) {
                            return null;
                        }
                        begun[0] = true;
                        if (service == Service.FIND && model == QueryModel.PATIENT_ROOT) {
                            quirks.learn(Quirk.PATIENT_ROOT, "grants C-FIND in Patient Root, not in Study Root");
                        }
                        return new Done<>(work.on(association, model));
                    });
        } catch (AssociationRejectedException | AssociationAbortedException refused) {
            if (last && !begun[0]) {
                return null;
            }
            throw refused;
        }
    }

    private List<AssociationRequest> ways(ArchiveLink link, Service service, Quirks quirks) {
        boolean studyRootOnly = quirks.isSettled(Quirk.PATIENT_ROOT) && !quirks.has(Quirk.PATIENT_ROOT);
        List<QueryModel> models = studyRootOnly ? List.of(QueryModel.STUDY_ROOT) : QueryModel.preferred(quirks);
        List<AssociationRequest> ways = new ArrayList<>();
        if (!quirks.has(Quirk.ONE_CONTEXT)) {
            AssociationRequest.Builder together = archives.queries(link.archive(), service);
            for (Service each : archives.together(link.archive(), service)) {
                models.forEach(model -> together.context(uid(each).apply(model), Archives.QUERY_SYNTAXES));
            }
            ways.add(together.build());
        }
        for (QueryModel model : models) {
            ways.add(archives.queries(link.archive(), service)
                    .context(uid(service).apply(model), Archives.QUERY_SYNTAXES).build());
        }
        return ways;
    }
}
