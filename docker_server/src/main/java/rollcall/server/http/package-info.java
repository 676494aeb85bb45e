/** The REST interface on SparkJava and Jetty; the only package that knows them. */
@NullMarked
package rollcall.server.http;

import org.jspecify.annotations.NullMarked;
