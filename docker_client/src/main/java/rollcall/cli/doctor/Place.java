package rollcall.cli.doctor;

import org.jspecify.annotations.Nullable;
import rollcall.api.Node;
import rollcall.client.Endpoint;

/**
 * Where the server can be asked: the URL that the user gave, or a node's port.
 *
 * @param name in findings
 * @param node absent for the URL
 */
record Place(String name, Endpoint endpoint, @Nullable Node node) {}
