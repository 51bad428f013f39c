/**
 * Changes patient and order in an object on its way to the target, as the plan says: what is to be changed in a series
 * ({@link org.dromedary.objects.coercion.Coercion}, kept in the ledger), and how one object is changed by it
 * ({@link org.dromedary.objects.coercion.ObjectCoercion}). Files are never changed.
 */
package org.dromedary.objects.coercion;
