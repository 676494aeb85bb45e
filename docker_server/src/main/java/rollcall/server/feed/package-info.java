/** The change feed: delivers the changes that any server process commits to its subscribers. */
@NullMarked
package rollcall.server.feed;

import org.jspecify.annotations.NullMarked;
