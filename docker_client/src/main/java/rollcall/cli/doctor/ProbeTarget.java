package rollcall.cli.doctor;

import org.jspecify.annotations.Nullable;
import rollcall.api.node.Node;
import rollcall.client.http.Endpoint;

/**
 * An address of the server: the configured URL, or a node's port.
 *
 * @param name in findings
 * @param node null for the URL
 */
record ProbeTarget(String name, Endpoint endpoint, @Nullable Node node) {}
