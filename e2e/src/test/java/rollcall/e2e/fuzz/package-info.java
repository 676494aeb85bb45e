/** Requests that no good client sends, and what servers answer. */
package rollcall.e2e.fuzz;
