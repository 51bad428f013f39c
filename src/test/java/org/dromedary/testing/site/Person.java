package org.dromedary.testing.site;

import java.time.LocalDate;

/** One of the people of a site, as the RIS knows him. */
final class Person {
    String id;
    String sex;
    LocalDate born;
    /** What the RIS has for it, mostly the same. */
    LocalDate bornInRis;
    Word last;
    Word first;
    Word middle = Word.NONE;
    /** The number and surname that were his before a merge, null if there was none. */
    String retiredId;
    /** The number in between where there were two merges, else null. */
    String retiredVia;
    Word retiredLast;

    /** Who was born with him, mostly null. */
    Person twin;
    /** A or B of twins, else empty. */
    String birthOrder = "";

    /** His name as a DICOM PN. */
    static String pn(String last, String first, String middle) {
        return middle.isEmpty() ? last + "^" + first : last + "^" + first + "^" + middle;
    }

    /** Somebody who agrees in all but the number. */
    Person like() {
        Person other = new Person();
        other.sex = sex;
        other.born = born;
        other.bornInRis = born;
        other.last = last;
        other.first = first;
        other.middle = middle;
        return other;
    }
}
