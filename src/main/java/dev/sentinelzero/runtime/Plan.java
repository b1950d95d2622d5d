package dev.sentinelzero.runtime;

import java.util.List;

/**
 * What an apply would do.
 *
 * @param intent what for
 * @param changes of processes, those that are left alone among them
 * @param policies changes of the policies that the file brings along
 */
public record Plan(Intent intent, List<Change> changes, List<PolicyChange> policies) {
  /** Whether all is as it is to be. */
  public boolean isNothing() {
    return changes.stream().allMatch(change -> change.action() == Change.Action.UNTOUCHED)
        && policies.stream().allMatch(change -> change.action() == Change.Action.UNTOUCHED);
  }
}
