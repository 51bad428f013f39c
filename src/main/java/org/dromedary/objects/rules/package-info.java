/**
 * Cleansing rules: what in objects is changed on their way to the target, and what does not go there, as
 * {@code config/rules.yaml} says. A {@link org.dromedary.objects.rules.RuleSet} is read from text, judges an object by
 * its head and changes a copy of that. Files are never changed.
 */
package org.dromedary.objects.rules;
