package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterSetTest {
    private static final String ESC = "\u001B";

    /** The examples of PS3.5 §H to §K, as Latin-1 pictures of the bytes. */
    @Nested
    class ExamplesOfTheStandard {
        @Test
        void japaneseNameWithIso646First() {
            CharacterSet set = CharacterSet.of("", "ISO 2022 IR 87");
            String bytes = "Yamada^Tarou=" + ESC + "$B;3ED" + ESC + "(B^" + ESC + "$BB@O:" + ESC + "(B=" + ESC
                    + "$B$d$^$@" + ESC + "(B^" + ESC + "$B$?$m$&" + ESC + "(B";
            bothWays(set, bytes, "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046", Vr.PN);
        }

        @Test
        void japaneseNameWithHalfWidthKatakanaFirst() {
            CharacterSet set = CharacterSet.of("ISO 2022 IR 13", "ISO 2022 IR 87");
            String bytes = "\u00D4\u00CF\u00C0\u00DE^\u00C0\u00DB\u00B3="
                    + ESC + "$B;3ED" + ESC + "(J^" + ESC + "$BB@O:" + ESC + "(J="
                    + ESC + "$B$d$^$@" + ESC + "(J^" + ESC + "$B$?$m$&" + ESC + "(J";
            bothWays(set, bytes, "\uFF94\uFF8F\uFF80\uFF9E^\uFF80\uFF9B\uFF73=\u5C71\u7530^\u592A\u90CE"
                    + "=\u3084\u307E\u3060^\u305F\u308D\u3046", Vr.PN);
        }

        @Test
        void koreanName() {
            CharacterSet set = CharacterSet.of("", "ISO 2022 IR 149");
            String korean = ESC + "$)C";
            String bytes = "Hong^Gildong=" + korean + "\u00FB\u00F3^" + korean + "\u00D1\u00CE\u00D4\u00D7=" + korean
                    + "\u00C8\u00AB^" + korean + "\u00B1\u00E6\u00B5\u00BF";
            bothWays(set, bytes, "Hong^Gildong=\u6D2A^\u5409\u6D1E=\uD64D^\uAE38\uB3D9", Vr.PN);
        }

        @Test
        void chineseNameInUtf8() {
            bothWays(CharacterSet.of("ISO_IR 192"),
                    "Wang^XiaoDong=\u00E7\u008E\u008B^\u00E5\u00B0\u008F\u00E6\u009D\u00B1=",
                    "Wang^XiaoDong=\u738B^\u5C0F\u6771=", Vr.PN);
        }

        @ParameterizedTest
        @ValueSource(strings = {"GB18030", "GBK"})
        void chineseName(String term) {
            bothWays(CharacterSet.of(term), "Wang^XiaoDong=\u00CD\u00F5^\u00D0\u00A1\u00B6\u00AB=",
                    "Wang^XiaoDong=\u738B^\u5C0F\u4E1C=", Vr.PN);
        }

        @Test
        void chineseNameWithCodeExtensions() {
            CharacterSet set = CharacterSet.of("", "ISO 2022 IR 58");
            String chinese = ESC + "$)A";
            bothWays(set, "Zhang^XiaoDong=" + chinese + "\u00D5\u00C5^" + chinese + "\u00D0\u00A1\u00B6\u00AB=",
                    "Zhang^XiaoDong=\u5F20^\u5C0F\u4E1C=", Vr.PN);
        }

        @Test
        void chineseTextDesignatesAgainOnEveryLine() {
            CharacterSet set = CharacterSet.of("", "ISO 2022 IR 58");
            String chinese = ESC + "$)A";
            bothWays(set, "1. " + chinese + "\u00B5\u00DA\r\n2. " + chinese + "\u00B5\u00DA\u00B6\u00FE.\r\n",
                    "1. \u7B2C\r\n2. \u7B2C\u4E8C.\r\n", Vr.LT);
        }
    }

    @Nested
    class SingleByteSets {
        @ParameterizedTest
        @CsvSource({"100,\u00C4neas^R\u00FCdiger", "101,Wa\u0142\u0119sa^\u017B", "109,\u017Beppi^\u0120or\u0121",
                "110,B\u0113rzi\u0146\u0161", "144,\u041B\u044E\u043A", "127,\u0642\u0628\u0627\u0646\u064A",
                "126,\u0394\u03B9\u03BF\u03BD", "138,\u05E9\u05E8\u05D5\u05DF", "148,Y\u0131lmaz^\u015E\u00FCkr\u00FC",
                "166,\u0E2A\u0E21\u0E0A\u0E32\u0E22", "13,\uFF94\uFF8F\uFF80\uFF9E^X", "203,\u20AC\u0153"})
        void everySetExpressesItsLanguageAloneAndAsTheFirstOfSeveral(String number, String text) {
            byte[] alone = CharacterSet.of("ISO_IR " + number).encode(text, Vr.PN);
            assertThat(alone).hasSize(text.length()).doesNotContain(0x1B);
            assertThat(CharacterSet.of("ISO_IR " + number).decode(alone, Vr.PN)).isEqualTo(text);
            assertThat(CharacterSet.of("ISO 2022 IR " + number, "ISO 2022 IR 87").encode(text, Vr.PN)).isEqualTo(alone);
        }

        @ParameterizedTest
        @ValueSource(strings = {"100", "101", "109", "110", "144", "127", "126", "138", "148", "166", "203"})
        void everySetCanBeDesignatedAfterAnother(String number) {
            CharacterSet alone = CharacterSet.of("ISO_IR " + number);
            String text = alone.decode(new byte[] {(byte) 0xE1, (byte) 0xE2}, Vr.LO);
            CharacterSet second = CharacterSet.of("ISO 2022 IR 6", "ISO 2022 IR " + number);
            byte[] bytes = second.encode(text + "\\" + text, Vr.LO);
            assertThat(bytes).hasSize(2 * 5 + 1).startsWith(0x1B, '-');
            assertThat(second.decode(bytes, Vr.LO)).isEqualTo(text + "\\" + text);
        }

        @Test
        void setsAreMixedByEscapeSequences() {
            CharacterSet set = CharacterSet.of("ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 126");
            String text = "\u00FC\u041B\u03A9^\u00FC";
            byte[] bytes = set.encode(text, Vr.PN);
            assertThat(latin1(bytes)).isEqualTo("\u00FC" + ESC + "-L\u00BB" + ESC + "-F\u00D9^\u00FC");
            assertThat(set.decode(bytes, Vr.PN)).isEqualTo(text);
        }
    }

    @Nested
    class Delimiters {
        @Test
        void designationsEndAtNameDelimitersOnlyInNames() {
            CharacterSet set = CharacterSet.of("ISO 2022 IR 100", "ISO 2022 IR 144");
            byte[] bytes = (ESC + "-L\u00BB^\u00BB").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(set.decode(bytes, Vr.PN)).isEqualTo("\u041B^\u00BB");
            assertThat(set.decode(bytes, Vr.LO)).isEqualTo("\u041B^\u041B");
        }

        @Test
        void designationsEndAtBackslashesUnlessTheVrHasASingleValue() {
            CharacterSet set = CharacterSet.of("ISO 2022 IR 100", "ISO 2022 IR 144");
            byte[] bytes = (ESC + "-L\u00BB\\\u00BB").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(set.decode(bytes, Vr.SH)).isEqualTo("\u041B\\\u00BB");
            assertThat(set.decode(bytes, Vr.LT)).isEqualTo("\u041B\\\u041B");
        }

        @Test
        void bytesOfKanjiAreNoDelimiters() {
            DataSet dataSet = new DataSet().set(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87");
            // 0x5C and 0x5E are halves of characters here.
            dataSet.setBytes(Tag.PatientID, Vr.LO, (ESC + "$B\\\\^^" + ESC + "(B\\x").getBytes());
            assertThat(dataSet.getStrings(Tag.PatientID)).hasSize(2).last().isEqualTo("x");
        }

        @Test
        void trailBytesOfGbAreNoDelimiters() {
            DataSet dataSet = new DataSet().set(Tag.SpecificCharacterSet, "GB18030")
                    .set(Tag.PatientID, "\u4E57", "\u8A9A");
            assertThat(dataSet.getBytes(Tag.PatientID)).contains('\\');
            assertThat(dataSet.getStrings(Tag.PatientID)).containsExactly("\u4E57", "\u8A9A");
        }
    }

    @Nested
    class Tolerance {
        @Test
        void unknownTermsAreToldAndTextIsGuessed() {
            CharacterSet set = CharacterSet.of("ISO_IR 999");
            assertThat(set.isKnown()).isFalse();
            assertThat(set.unknownTerms()).containsExactly("ISO_IR 999");
            assertThat(set.decode("J\u00F6rg".getBytes(StandardCharsets.UTF_8), Vr.PN)).isEqualTo("J\u00F6rg");
            assertThat(set.decode("J\u00F6rg".getBytes(StandardCharsets.ISO_8859_1), Vr.PN)).isEqualTo("J\u00F6rg");
            assertThat(set.canDecode("J\u00F6rg".getBytes(StandardCharsets.UTF_8), Vr.PN)).isFalse();
            assertThat(set.canEncode("J\u00F6rg")).isFalse();
        }

        @Test
        void undeclaredBytesAreGuessed() {
            assertThat(CharacterSet.DEFAULT.isKnown()).isTrue();
            assertThat(CharacterSet.DEFAULT.decode(new byte[] {(byte) 0xE4}, Vr.LO)).isEqualTo("\u00E4");
            assertThat(CharacterSet.DEFAULT.canDecode(new byte[] {(byte) 0xE4}, Vr.LO)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"ISO_IR_100", "ISO IR 100", "iso-ir 100", "ISO 2022 IR 100", "ISO 2022_IR 100 "})
        void spellingMayDiffer(String term) {
            CharacterSet set = CharacterSet.of(term);
            assertThat(set.isKnown()).isTrue();
            assertThat(set.decode(new byte[] {(byte) 0xE4}, Vr.LO)).isEqualTo("\u00E4");
        }

        @Test
        void wrongBytesBecomeReplacementCharacters() {
            byte[] latin1 = "S\u00F8g".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(CharacterSet.UTF_8.decode(latin1, Vr.PN)).isEqualTo("S\uFFFDg");
            assertThat(CharacterSet.UTF_8.canDecode(latin1, Vr.PN)).isFalse();
            assertThat(CharacterSet.LATIN_1.canDecode(latin1, Vr.PN)).isTrue();
        }

        @Test
        void oneDesignationForAWholeNameIsEnough() {
            CharacterSet set = CharacterSet.of("", "ISO 2022 IR 149");
            byte[] bytes = (ESC + "$)C\u00FB\u00F3^\u00D1\u00CE").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(set.decode(bytes, Vr.PN)).isEqualTo("\u6D2A^\u5409");
        }

        @Test
        void kanjiAloneStartsInIso646() {
            CharacterSet set = CharacterSet.of("ISO 2022 IR 87");
            assertThat(set.decode((ESC + "$B;3" + ESC + "(B^A").getBytes(), Vr.PN)).isEqualTo("\u5C71^A");
        }

        @Test
        void escapesAreFollowedWithoutDeclarationAndUnknownOnesStay() {
            assertThat(CharacterSet.DEFAULT.decode((ESC + "$B;3" + ESC + "(B").getBytes(), Vr.PN)).isEqualTo("\u5C71");
            assertThat(CharacterSet.LATIN_1.decode((ESC + "%/1a").getBytes(), Vr.PN)).isEqualTo(ESC + "%/1a");
        }

        @Test
        void halvesOfCharactersAtTheEndDoNoHarm() {
            CharacterSet set = CharacterSet.of("", "ISO 2022 IR 87", "ISO 2022 IR 149");
            for (String end : List.of(ESC, ESC + "$", ESC + "$B", ESC + "$B;", ESC + "$)C\u00FB")) {
                assertThat(set.decode(("A" + end).getBytes(StandardCharsets.ISO_8859_1), Vr.PN)).startsWith("A");
            }
        }
    }

    @Nested
    class Encoding {
        @Test
        void whatCannotBeExpressedIsAnErrorAndNeverAQuestionMark() {
            assertThatThrownBy(() -> CharacterSet.LATIN_1.encode("\u5C71", Vr.PN))
                    .isInstanceOf(UnencodableTextException.class).hasMessageContaining("ISO_IR 100");
            assertThatThrownBy(() -> CharacterSet.DEFAULT.encode("\u00E4", Vr.LO))
                    .isInstanceOf(UnencodableTextException.class);
            assertThatThrownBy(() -> CharacterSet.UTF_8.encode("\uD800", Vr.LO))
                    .isInstanceOf(UnencodableTextException.class);
            assertThatThrownBy(() -> CharacterSet.of("", "ISO 2022 IR 87").encode("\uD83D\uDE00", Vr.LO))
                    .isInstanceOf(UnencodableTextException.class);
            assertThat(CharacterSet.UTF_8.canEncode("\uD83D\uDE00")).isTrue();
        }

        @Test
        void codesAndNumbersDoNotDependOnTheCharacterSet() {
            assertThatThrownBy(() -> CharacterSet.UTF_8.encode("\u00C4", Vr.CS))
                    .isInstanceOf(UnencodableTextException.class);
            assertThat(CharacterSet.of("ISO_IR 13").decode("1\\2".getBytes(), Vr.DS)).isEqualTo("1\\2");
        }

        @Test
        void theYenSignIsNotTakenForTheDelimiter() {
            CharacterSet set = CharacterSet.of("ISO_IR 13");
            assertThatThrownBy(() -> set.encode("\u00A5", Vr.LO)).isInstanceOf(UnencodableTextException.class);
            assertThat(set.encode("\u00A5", Vr.LT)).containsExactly(0x5C);
        }

        @Test
        void supplementaryKanjiAreDesignatedByFourBytes() {
            CharacterSet set = CharacterSet.of("", "ISO 2022 IR 87", "ISO 2022 IR 159");
            bothWays(set, ESC + "$B?9" + ESC + "(B^" + ESC + "$(Dl?" + ESC + "$B30" + ESC + "(B",
                    "\u68EE^\u9DD7\u5916", Vr.PN);
        }
    }

    private static void bothWays(CharacterSet set, String bytes, String text, Vr vr) {
        byte[] encoded = bytes.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(set.isKnown()).isTrue();
        assertThat(set.decode(encoded, vr)).isEqualTo(text);
        assertThat(latin1(set.encode(text, vr))).isEqualTo(bytes);
        assertThat(set.canDecode(encoded, vr)).isTrue();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
