package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A patient of the RIS under all identities that were merged into one. */
final class Person {

    /** The issuer of an identifier of which the RIS doesn't say who gave it. */
    static final int ANYBODY = -1;

    final int number;
    final String patientId;
    final String issuer;
    /** All identifiers, upper-case letters and digits only. */
    final List<String> ids = new ArrayList<>(1);
    /** Of each identifier, in their order; codes of {@link Vocabulary}. */
    int[] issuers = {};
    final List<PersonName> names = new ArrayList<>(1);
    int[] births = {};
    char sex = ' ';
    Exam[] exams = {};

    Person(int number, String patientId, String issuer) {
        this.number = number;
        this.patientId = patientId;
        this.issuer = issuer;
    }

    boolean has(String id, int from) {
        for (int i = 0; i < issuers.length; i++) {
            if (issuers[i] == from && ids.get(i).equals(id)) {
                return true;
            }
        }
        return false;
    }

    void add(String id, int from) {
        ids.add(id);
        issuers = Arrays.copyOf(issuers, ids.size());
        issuers[issuers.length - 1] = from;
    }

    /** Who issued one of these identifiers; all known issuers, if none of these belongs to this person. */
    int[] issuersOf(Predicate<String> these) {
        if (issuers.length < 2) {
            return issuers;
        }
        int[] some = IntStream.range(0, issuers.length).filter(i -> these.test(ids.get(i))).map(i -> issuers[i])
                .toArray();
        return some.length > 0 ? some : Arrays.stream(issuers).filter(one -> one != ANYBODY).toArray();
    }
}
