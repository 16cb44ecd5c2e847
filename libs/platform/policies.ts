import { learningPolicies } from '#libs/contexts/learning';
import { remindersFallDuePolicy } from '#libs/contexts/rollout';
import type { Policy } from '#libs/policies';

/** Every policy of this release, in the order in which they react to one event. */
export const policies: readonly Policy[] = [...learningPolicies, remindersFallDuePolicy];
