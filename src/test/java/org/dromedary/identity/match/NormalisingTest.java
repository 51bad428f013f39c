package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.dromedary.identity.match.Levels.BirthDate;
import org.dromedary.identity.match.Levels.Name;

/** Names, codes and dates as they come. */
class NormalisingTest {

    private final NameBook names = new NameBook(MatchRules.load(null));

    @Property(tries = 200)
    void foldingTwiceChangesNothingMore(@ForAll @StringLength(max = 40) String any) {
        String once = Fold.words(any);
        assertThat(Fold.words(once)).isEqualTo(once);
    }

    @Property(tries = 200)
    void codesAreStable(@ForAll String any) {
        String plain = Codes.plain(any);
        assertThat(Codes.plain(plain)).isEqualTo(plain);
        assertThat(Codes.core(Codes.core(plain))).isEqualTo(Codes.core(plain));
    }

    @Property(tries = 200)
    void nothingThrowsOnAnyText(@ForAll String one, @ForAll String other) {
        assertThatCode(() -> {
            names.compare(names.ofDicom(one), names.of(other, one, other));
            new Codes(List.of(), true).keysOfPacs(one);
            Dates.number(one);
            Dates.day(one);
            Dates.minute(other);
            Fold.sound(Fold.name(Fold.words(one)));
        }).doesNotThrowAnyException();
    }

    @Property(tries = 200)
    void nameIsTheSameAsItself(@ForAll String last, @ForAll String first) {
        PersonName name = names.of(last, first, "");
        assertThat(names.compare(name, name).level()).isIn(Name.SAME, Name.MISSING, Name.CLOSE, Name.SURNAME,
                Name.GIVEN);
    }

    @Example
    void lettersThatUtf8BrokeAreRead() {
        for (String name : List.of("Sørensen", "Lefèvre", "Yılmaz", "Łukasiewicz", "Żółć")) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            assertThat(Fold.repaired(new String(utf8, StandardCharsets.ISO_8859_1))).isEqualTo(name);
        }
        assertThat(Fold.repaired("Müller")).isEqualTo("Müller");
    }

    private Name level(String pn, String last, String first) {
        return names.compare(names.ofDicom(pn), names.of(last, first, "")).level();
    }

    @Example
    void namesAgreeInManySpellings() {
        assertThat(level("MUELLER^JUERGEN", "Müller", "Jürgen")).isEqualTo(Name.SAME);
        assertThat(level("Ivanov^Sergei", "Иванов", "Сергей")).isIn(Name.SAME, Name.CLOSE);
        assertThat(level("Van Dijk^Pieter", "Dijk", "Pieter")).isEqualTo(Name.SAME);
        assertThat(level("DIJK^PIETER VAN DEN", "van den Dijk", "Pieter")).isEqualTo(Name.SAME);
        assertThat(level("Novák^Jiří^^Dr", "Novak", "Jiri")).isEqualTo(Name.SAME);
        assertThat(level("Jiri^Novak", "Novák", "Jiří")).isEqualTo(Name.REORDERED);
        assertThat(level("NOVAK JIRI", "Novák", "Jiří")).isEqualTo(Name.REORDERED);
        assertThat(level("Nvoak^Jiri", "Novák", "Jiří")).isEqualTo(Name.CLOSE);
        assertThat(level("Novak^J", "Novák", "Jiří")).isEqualTo(Name.CLOSE);
        assertThat(level("Baker^Bill", "Baker", "William")).isEqualTo(Name.CLOSE);
        assertThat(level("Yamada^Tarou=山田^太郎", "山田", "太郎")).isEqualTo(Name.SAME);
        assertThat(level("Novák^Jiří", "Novák", "Alžběta")).isEqualTo(Name.SURNAME);
        assertThat(level("Horáková^Jana", "Novotná", "Jana")).isEqualTo(Name.GIVEN);
        assertThat(level("Horák^Petr", "Novotná", "Jana")).isEqualTo(Name.DIFFERENT);
        assertThat(level("UNKNOWN^MALE", "Novotná", "Jana")).isEqualTo(Name.MISSING);
        assertThat(level("Yamada^Taro", "山田", "太郎")).isEqualTo(Name.MISSING);
    }

    @Example
    void birthDatesAgreeDespiteSlips() {
        assertThat(Dates.compare(19610823, 19610823)).isEqualTo(BirthDate.SAME);
        assertThat(Dates.compare(19610308, 19610803)).isEqualTo(BirthDate.SWAPPED);
        assertThat(Dates.compare(19610823, 19610828)).isEqualTo(BirthDate.DIGIT);
        assertThat(Dates.compare(19610101, 19610823)).isEqualTo(BirthDate.YEAR);
        assertThat(Dates.compare(19550214, 19610823)).isEqualTo(BirthDate.DIFFERENT);
        assertThat(Dates.compare(Dates.number("UNKNOWN"), 19610823)).isEqualTo(BirthDate.MISSING);
    }
}
