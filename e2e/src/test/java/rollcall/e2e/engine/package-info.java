/** Rollcall beside each engine that it is said to work with: `./rollcall test --engines`. */
package rollcall.e2e.engine;
