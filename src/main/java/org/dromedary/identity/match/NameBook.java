package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.identity.match.Levels.Name;
import org.dromedary.identity.match.PersonName.Word;

/** Reads names, counts how common each word is among the patients of the RIS, and compares. */
final class NameBook {

    /** How well two parts of a name agree. */
    private static final int NOTHING = 0;
    private static final int CLOSE = 1;
    private static final int EXACT = 2;

    private static final double MIN_SHARE = 1e-6;

    private final MatchRules rules;
    private final Map<String, Word> words = new HashMap<>();
    private final Map<String, PersonName> read = new HashMap<>();
    private long families;
    private long givens;

    NameBook(MatchRules rules) {
        this.rules = rules;
    }

    /** What a comparison found: the level, and how often (as a share) two strangers would agree so by chance. */
    record Likeness(Name level, double chance) {
    }

    /** The groups of a DICOM PN (PS3.5 §6.2.1): alphabetic, ideographic, phonetic; those that say nothing left out. */
    List<PersonName> ofDicom(String pn) {
        List<PersonName> groups = new ArrayList<>(1);
        for (String group : pn.split("=")) {
            String[] parts = group.split("\\^", -1);
            PersonName name = of(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
            if (!name.unknown()) {
                groups.add(name);
            }
        }
        return groups;
    }

    PersonName of(String last, String first, String middle) {
        String key = last + '^' + first + '^' + middle;
        PersonName known = read.get(key);
        if (known == null) {
            known = parse(last, first, middle);
            if (read.size() > 200_000) {
                read.clear();
            }
            read.put(key, known);
        }
        return known;
    }

    /** Counts the words of a patient of the RIS. */
    void count(PersonName name) {
        for (Word word : name.family()) {
            word.asFamily++;
            families++;
        }
        for (Word word : name.given()) {
            word.asGiven++;
            givens++;
        }
    }

    private PersonName parse(String last, String first, String middle) {
        int comma = last.indexOf(',');
        if (comma > 0 && first.isEmpty()) {
            return parse(last.substring(0, comma), last.substring(comma + 1), middle);
        }
        List<String> family = plain(last);
        Newborn before = family.size() < 2 ? null : Newborn.of(String.join(" ", family), rules.newborns, false);
        boolean beside = before != null && !before.names().isEmpty();
        family = beside ? before.names() : family;
        Newborn newborn = Newborn.of(Fold.words(first + ' ' + middle), rules.newborns, beside);
        List<String> given = newborn == null ? plain(first) : newborn.names();
        if (newborn == null) {
            given.addAll(plain(middle));
        }
        boolean placeholder = family.stream().allMatch(this::saysNothing) && given.stream().allMatch(this::saysNothing);
        if (placeholder) {
            return PersonName.NONE;
        }
        int order = newborn == null ? 0 : Math.max(newborn.birthOrder(), beside ? before.birthOrder() : 0);
        String joined = Fold.name(Fold.words(last).replace(" ", ""));
        return new PersonName(words(family), words(given), joined, order, false);
    }

    private boolean saysNothing(String word) {
        return rules.unknownNames.contains(word) || rules.newborns.contains(word);
    }

    private static List<String> plain(String part) {
        List<String> list = new ArrayList<>(3);
        for (String word : Fold.words(part).split(" ")) {
            if (!word.isEmpty() && !word.chars().allMatch(Character::isDigit)) {
                list.add(word);
            }
        }
        return list;
    }

    private List<Word> words(List<String> texts) {
        List<String> kept = without(without(texts, rules.titles), rules.particles);
        List<Word> list = new ArrayList<>(kept.size());
        for (String text : kept) {
            list.add(words.computeIfAbsent(Fold.name(text), this::word));
        }
        return List.copyOf(list);
    }

    /** Single letters stay: they are initials. */
    private static List<String> without(List<String> texts, Set<String> dropped) {
        List<String> kept = texts.stream().filter(text -> text.length() == 1 || !dropped.contains(text)).toList();
        return kept.isEmpty() ? texts : kept;
    }

    private Word word(String text) {
        long groups = 0;
        for (int i = 0; i < Math.min(64, rules.nicknames.size()); i++) {
            if (rules.nicknames.get(i).contains(text)) {
                groups |= 1L << i;
            }
        }
        return new Word(text, text.indexOf(Fold.LOST) >= 0 ? "" : Fold.sound(text), groups);
    }

    Likeness compare(List<PersonName> groups, PersonName ris) {
        Likeness best = null;
        for (PersonName group : groups) {
            Likeness one = compare(group, ris);
            if (best == null || one.level.ordinal() < best.level.ordinal()) {
                best = one;
            }
        }
        return best == null ? new Likeness(Name.MISSING, 1) : best;
    }

    Likeness compare(PersonName pacs, PersonName ris) {
        if (pacs.unknown() || ris.unknown() || !comparable(pacs, ris)) {
            return new Likeness(Name.MISSING, 1);
        }
        int family = agreement(pacs.family(), ris.family(), false);
        if (family < EXACT && pacs.joined().equals(ris.joined())) {
            family = EXACT;
        }
        boolean sibling = pacs.birthOrder() != ris.birthOrder() && pacs.birthOrder() * ris.birthOrder() > 0;
        int given = sibling ? NOTHING : agreement(pacs.given(), ris.given(), true);
        double chance = chance(family, ris.family(), false) * chance(given, ris.given(), true);
        if (family >= CLOSE && given >= CLOSE) {
            return new Likeness(family + given == 2 * EXACT ? Name.SAME : Name.CLOSE, chance);
        }
        Likeness moved = compareMoved(pacs, ris);
        if (moved != null) {
            return moved;
        }
        if (family >= CLOSE) {
            boolean absent = !sibling && (pacs.given().isEmpty() || ris.given().isEmpty());
            return absent ? new Likeness(Name.CLOSE, chance) : new Likeness(Name.SURNAME, chance);
        }
        return given == EXACT ? new Likeness(Name.GIVEN, chance) : new Likeness(Name.DIFFERENT, 1);
    }

    /** Components exchanged, or everything in one of them. */
    private Likeness compareMoved(PersonName pacs, PersonName ris) {
        if (ris.family().isEmpty() || ris.given().isEmpty()) {
            return null;
        }
        int family = agreement(pacs.given(), ris.family(), false);
        int given = agreement(pacs.family(), ris.given(), true);
        if (pacs.given().isEmpty() || pacs.family().isEmpty()) {
            List<Word> all = pacs.given().isEmpty() ? pacs.family() : pacs.given();
            if (all.size() < 2) {
                return null;
            }
            family = found(ris.family(), all);
            given = found(ris.given().subList(0, 1), all);
        }
        if (family < CLOSE || given < CLOSE) {
            return null;
        }
        double chance = chance(family, ris.family(), false) * chance(given, ris.given(), true) * 2;
        return new Likeness(family + given == 2 * EXACT ? Name.REORDERED : Name.CLOSE, chance);
    }

    private static boolean comparable(PersonName a, PersonName b) {
        return latin(a) == latin(b);
    }

    private static boolean latin(PersonName name) {
        List<Word> words = name.family().isEmpty() ? name.given() : name.family();
        return words.stream().allMatch(word -> word.latin);
    }

    /** Every word of the shorter list must be in the other; of given names the first, and no other may contradict. */
    private static int agreement(List<Word> a, List<Word> b, boolean given) {
        if (a.isEmpty() || b.isEmpty()) {
            return NOTHING;
        }
        List<Word> fewer = a.size() <= b.size() ? a : b;
        List<Word> more = fewer == a ? b : a;
        if (!given) {
            int all = found(fewer, more);
            return all >= CLOSE || fewer.size() == 1 ? all : partly(fewer, more);
        }
        int first = found(fewer.subList(0, 1), more);
        if (first >= CLOSE && fewer.size() > 1 && found(fewer.subList(1, fewer.size()), more) < CLOSE) {
            return CLOSE;
        }
        // "Hans Christian" and "Christian Hans" are one, "Anna Maria" and "Maria" too
        return first;
    }

    /** A double name of which one part changed. */
    private static int partly(List<Word> fewer, List<Word> more) {
        for (Word word : fewer) {
            if (word.text.length() > 3 && more.contains(word)) {
                return CLOSE;
            }
        }
        return NOTHING;
    }

    private static int found(List<Word> wanted, List<Word> among) {
        int worst = EXACT;
        for (Word word : wanted) {
            int best = NOTHING;
            for (Word other : among) {
                best = Math.max(best, alike(word, other));
            }
            worst = Math.min(worst, best);
        }
        return worst;
    }

    private static int alike(Word a, Word b) {
        if (a == b) {
            return EXACT;
        }
        String s = a.text.length() <= b.text.length() ? a.text : b.text;
        String t = s.equals(a.text) ? b.text : a.text;
        if (s.length() == 1 || s.length() >= 3 && t.startsWith(s)) {
            return t.charAt(0) == s.charAt(0) ? CLOSE : NOTHING;
        }
        if ((a.nicknames & b.nicknames) != 0) {
            return CLOSE;
        }
        int most = t.length() >= 8 ? 2 : t.length() >= 4 ? 1 : 0;
        if (most > 0 && Edits.within(s, t, most)) {
            return CLOSE;
        }
        return a.latin && a.sound.length() >= 3 && a.sound.equals(b.sound) ? CLOSE : NOTHING;
    }

    /** How often a stranger's part of the name would agree as well: rare names are better evidence. */
    private double chance(int quality, List<Word> part, boolean given) {
        if (quality < CLOSE || part.isEmpty()) {
            return 1;
        }
        double share = 1;
        for (Word word : given ? part.subList(0, 1) : part) {
            long count = given ? word.asGiven : word.asFamily;
            long all = given ? givens : families;
            share = Math.min(share, (count + 0.5) / (all + 1));
        }
        share = Math.max(MIN_SHARE, share);
        return quality == EXACT ? share : Math.min(0.5, 10 * share + 0.002);
    }
}
