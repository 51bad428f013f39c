package org.dromedary;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The stages together, in this process, against archives as they are found in the field. */
@Suite
@SelectPackages("org.dromedary.field")
@IncludeClassNamePatterns(".*Test")
@IncludeTags("application")
class FieldArchiveTests {
}
