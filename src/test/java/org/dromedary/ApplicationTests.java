package org.dromedary;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Tests within the running application, with database and broker. One suite, since Quarkus starts anew for each class
 * that the build hands to a process of its own.
 */
@Suite
@SelectPackages("org.dromedary")
@ExcludePackages("org.dromedary.field")
@IncludeClassNamePatterns(".*Test")
@IncludeTags("application")
class ApplicationTests {
}
