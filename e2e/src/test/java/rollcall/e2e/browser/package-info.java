/** The dashboard in Debian's Chromium, against the built programs as processes. */
package rollcall.e2e.browser;
