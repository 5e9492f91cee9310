import type { Action, HostAlias, ScheduledAction } from './scenario.ts';

export interface Break {
  to: HostAlias;
  action: Extract<Action, 'kill' | 'pause'>;
  fromS: number;
  untilS: number;
}

/** Breaks a host for some time, and mends it. */
export const breakHost = ({ to, action, fromS, untilS }: Break): ScheduledAction[] => [
  { atS: fromS, action, to },
  { atS: untilS, action: action === 'kill' ? 'start' : 'resume', to, mends: true },
];
