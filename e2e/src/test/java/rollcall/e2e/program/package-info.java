/** The built programs as processes of this machine, without containers. */
package rollcall.e2e.program;
