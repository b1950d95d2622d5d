package dev.sentinelzero.process;

/**
 * What a step may use of the world.
 *
 * @param now the present moment
 * @param fresh an id for a run that may begin
 * @param chance a random number from 0 (included) to 1 (excluded)
 * @param policy the restart policy in force for the process
 * @param dependence whether what the process depends on is there
 */
public record Occasion(
    Moment now, RunId fresh, double chance, RestartPolicy policy, Dependence dependence) {}
