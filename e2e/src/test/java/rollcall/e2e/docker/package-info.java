/** The images and programs on one Docker engine, without a swarm. */
package rollcall.e2e.docker;
