/** TLS from PEM files. */
@NullMarked
package rollcall.common.tls;

import org.jspecify.annotations.NullMarked;
