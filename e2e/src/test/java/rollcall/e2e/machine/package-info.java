/** Machines of the scenarios' own, reached by SSH. */
package rollcall.e2e.machine;
