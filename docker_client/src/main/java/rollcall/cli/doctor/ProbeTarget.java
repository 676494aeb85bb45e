package rollcall.cli.doctor;

import org.jspecify.annotations.Nullable;
import rollcall.api.node.Node;
import rollcall.client.http.Endpoint;

/**
 * Where the server can be asked: the URL that the user gave, or a node's port.
 *
 * @param name in findings
 * @param node absent for the URL
 */
record ProbeTarget(String name, Endpoint endpoint, @Nullable Node node) {}
