/** The wire contract of Rollcall: one record a concept, its JSON, its paths, its problems. */
@NullMarked
package rollcall.api;

import org.jspecify.annotations.NullMarked;
