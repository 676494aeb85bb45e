package rollcall.cli.doctor;

import java.util.List;

/**
 * The result of all checks.
 *
 * @param healthy whether no check failed
 * @param swarm whether the server runs in a swarm
 */
public record Diagnosis(boolean healthy, boolean swarm, List<Finding> checks) {}
