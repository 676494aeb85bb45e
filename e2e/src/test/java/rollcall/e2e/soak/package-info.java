/** A long time under load, and what a server's process takes meanwhile. */
package rollcall.e2e.soak;
