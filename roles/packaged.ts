import type { HostPlan } from './role.ts';
import type { LabView } from './view.ts';

/** A plan for a program whose package's unit takes its arguments from ARGS: a machine gets them in its environment. */
export function planPackaged({ hostsAre }: LabView, plan: HostPlan): HostPlan {
  return hostsAre === 'machines' ? { ...plan, environment: { ...plan.environment, ARGS: plan.args.join(' ') } } : plan;
}
