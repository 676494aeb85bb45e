/** TLS from PEM files, as Docker mounts its secrets. Not loaded where no TLS is wished for. */
@NullMarked
package rollcall.api.tls;

import org.jspecify.annotations.NullMarked;
