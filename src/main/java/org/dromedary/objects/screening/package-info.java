/**
 * Whether an object may go to the target: what validation finds in it and what the rules say of it, for all objects of
 * a series. Files are only read.
 */
package org.dromedary.objects.screening;
