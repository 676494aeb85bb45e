/** Scenarios on the machines of a swarm: `./rollcall e2e` brings them up and runs these. */
package rollcall.e2e.swarm;
