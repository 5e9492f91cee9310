import type { Field, FieldConfig, Mapping } from '../../../roles/prometheus/dashboard-schema.ts';
import { renderValue } from './units.ts';

/** How a value is shown: its text, and its tone with a sign for those who do not see colours. */
export interface ValueLook {
  text: string;
  tone: Tone;
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain';

/** What a tone is called, and the sign that stands for it. */
export const tones: Record<Tone, { sign: string; word: string }> = {
  good: { sign: '●', word: 'good' },
  warn: { sign: '◐', word: 'warning' },
  bad: { sign: '✕', word: 'bad' },
  plain: { sign: '', word: '' },
};

const toneNames: Record<string, Tone> = { green: 'good', yellow: 'warn', orange: 'warn', red: 'bad' };

/** The tone of a colour's name in Grafana. */
export const toneOf = (color: string): Tone => toneNames[color] ?? 'plain';

/** What a field looks like under its own name, with what is said of that name alone. */
export function fieldFor({ defaults, overrides }: FieldConfig, name: string): Field {
  const properties = overrides
    .filter(({ matcher }) => matcher.options === name)
    .flatMap((override) => override.properties);
  const own = properties.map(({ id, value }) => [id, value]);
  return { ...defaults, ...(Object.fromEntries(own) as Partial<Field>) };
}

/** How a value looks by the mappings and the thresholds of its field. */
export function lookOfValue(value: number | string, field: Field): ValueLook {
  const mapped = findMapped(String(value), field.mappings);
  if (mapped) return { text: mapped.text, tone: toneOf(mapped.color) };
  if (typeof value === 'string') return { text: value, tone: 'plain' };
  return { text: renderValue(value, field), tone: toneByThreshold(value, field) };
}

function findMapped(value: string, mappings: Mapping[] = []) {
  return mappings.map(({ options }) => options[value]).find((found) => found !== undefined);
}

/** The tone of the highest threshold that a value has reached. */
function toneByThreshold(value: number, { thresholds }: Field): Tone {
  if (Number.isNaN(value)) return 'plain';
  const step = thresholds?.steps.findLast((one) => one.value === null || value >= one.value);
  return toneOf(step?.color ?? '');
}

/** The limits that are drawn as lines. */
export const limitsOf = ({ thresholds, custom }: Field) =>
  custom?.thresholdsStyle
    ? (thresholds?.steps ?? []).flatMap(({ value, color }) => (value === null ? [] : [{ value, tone: toneOf(color) }]))
    : [];
