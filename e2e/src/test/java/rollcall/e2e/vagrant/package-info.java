/**
 * Scenarios that are about `vagrant` itself: `./rollcall e2e` brings its machines up and runs these
 * too.
 */
package rollcall.e2e.vagrant;
