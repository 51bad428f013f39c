package org.dromedary.operate.security;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** What an account or a token may do; each role contains those that it includes. */
public enum Role {

    /** Sees numbers, states and incidents: nothing of a patient. */
    VIEWER,
    /** Sees patients, exams and studies too. */
    READER(VIEWER),
    /** Gives orders, and decides on dead letters and incidents. */
    OPERATOR(VIEWER),
    /** Decides on the plan, and on what the RIS corrects; sees the patients for that. */
    PLANNER(READER, VIEWER),
    /** Everything, the audit included. */
    ADMIN(READER, OPERATOR, PLANNER, VIEWER);

    private final Set<Role> included;

    Role(Role... included) {
        this.included = Set.of(included);
    }

    /** Whether who has this role may do what needs the other. */
    public boolean includes(Role needed) {
        return this == needed || included.contains(needed);
    }

    /** As it is written by people. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String words(Collection<Role> roles) {
        return String.join(", ", roles.stream().sorted().map(Role::word).toList());
    }
}
