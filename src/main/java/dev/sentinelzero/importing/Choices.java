package dev.sentinelzero.importing;

import java.util.Optional;

/**
 * What the user can choose about an import.
 *
 * @param environment the name behind {@code env_} of a pm2 file whose variables are taken
 * @param systemTable whether a crontab is one of the system, with a column for the user
 * @param processors how many processors there are, for {@code instances: max} of pm2
 */
public record Choices(Optional<String> environment, boolean systemTable, int processors) {}
