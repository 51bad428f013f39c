/** Validation: whether objects are what the standard and the ledger say, before they are sent. */
package org.dromedary.objects.validation;
