/** The change feed: tells watchers what any of the server processes has committed. */
@NullMarked
package rollcall.server.feed;

import org.jspecify.annotations.NullMarked;
