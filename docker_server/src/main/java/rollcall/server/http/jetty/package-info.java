/**
 * What exists because of Spark 2.9 and Jetty 9.4: handlers and limits that newer servers bring
 * along.
 */
@NullMarked
package rollcall.server.http.jetty;

import org.jspecify.annotations.NullMarked;
