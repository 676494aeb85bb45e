/** What the scenarios share: commands of this machine, terminals, HTTP. */
package rollcall.e2e;
