/** Servers that are killed, starved, cut off and switched off, and what they keep. */
package rollcall.e2e.faults;
