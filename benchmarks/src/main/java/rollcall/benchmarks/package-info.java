/** Programs of the measures: load that no load generator makes, and a peer to compare with. */
@NullMarked
package rollcall.benchmarks;

import org.jspecify.annotations.NullMarked;
