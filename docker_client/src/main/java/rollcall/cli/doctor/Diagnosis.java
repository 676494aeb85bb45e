package rollcall.cli.doctor;

import java.util.List;

/**
 * What the doctor says in the end.
 *
 * @param healthy whether nothing bad was found
 * @param swarm whether the server knows of a swarm
 */
public record Diagnosis(boolean healthy, boolean swarm, List<Finding> checks) {}
