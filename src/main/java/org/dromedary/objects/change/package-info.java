/**
 * What everything that changes objects shares: the record of a change in the object, text in another character set,
 * and what follows the part of an object that may be changed.
 */
package org.dromedary.objects.change;
