/** What the server keeps: one interface, and what goes in and comes out of it. */
@NullMarked
package rollcall.server.storage;

import org.jspecify.annotations.NullMarked;
