package org.dromedary.operate.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;

/** Which SOP class an archive takes in which transfer syntax, one line a class. */
final class StorageTable {

    private StorageTable() {
    }

    /** Prints the table; a column stands for syntaxes with the same answers for all classes. */
    static void print(List<String> classes, Map<TransferSyntax, Set<String>> accepted) {
        Map<Set<String>, List<TransferSyntax>> columns = accepted.keySet().stream()
                .filter(syntax -> !accepted.get(syntax).isEmpty())
                .collect(Collectors.groupingBy(accepted::get, LinkedHashMap::new, Collectors.toList()));
        List<Set<String>> taken = List.copyOf(columns.keySet());
        for (int i = 0; i < taken.size(); i++) {
            System.out.printf("    %s: %s%n", letter(i), columns.get(taken.get(i)).stream().map(TransferSyntax::name)
                    .collect(Collectors.joining(", ")));
        }
        for (String sopClass : classes) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < taken.size(); i++) {
                row.append(taken.get(i).contains(sopClass) ? letter(i) : ".").append(' ');
            }
            String answer = row.toString().replaceAll("[. ]", "").isEmpty() ? "not accepted" : row.toString();
            System.out.printf("    %-55s %s%n", Uid.nameOf(sopClass), answer.stripTrailing());
        }
    }

    private static String letter(int column) {
        return column < 26 ? String.valueOf((char) ('A' + column)) : "a" + (column - 26);
    }
}
