import * as z from 'zod';

const datasource = z.strictObject({ type: z.literal('prometheus'), uid: z.string().regex(/^\$\{datasource\}$/) });

const mapping = z.strictObject({
  type: z.literal('value'),
  options: z.record(z.string(), z.strictObject({ text: z.string(), color: z.string(), index: z.int() })),
});

const thresholds = z.strictObject({
  mode: z.literal('absolute'),
  steps: z.array(z.strictObject({ color: z.string(), value: z.number().nullable() })).min(1),
});

const color = z.strictObject({
  mode: z.enum(['palette-classic-by-name', 'thresholds', 'fixed']),
  fixedColor: z.string().optional(),
});

const lineStyle = z.strictObject({
  lineWidth: z.number(),
  fillOpacity: z.number(),
  showPoints: z.literal('never').optional(),
  spanNulls: z.literal(false),
  stacking: z.strictObject({ mode: z.literal('normal'), group: z.string() }).optional(),
  scaleDistribution: z.strictObject({ type: z.literal('log'), log: z.literal(10) }).optional(),
  thresholdsStyle: z.strictObject({ mode: z.literal('line') }).optional(),
});

/** How a value looks: the same for lines, numbers, bars and cells. */
const field = z.strictObject({
  unit: z.enum(['none', 'short', 's', 'bytes', 'Bps', 'ops', 'reqps', 'percent', 'percentunit']).optional(),
  decimals: z.int().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  noValue: z.string().optional(),
  color,
  mappings: z.array(mapping).optional(),
  thresholds: thresholds.optional(),
  custom: lineStyle.optional(),
});

const property = z.discriminatedUnion('id', [
  z.strictObject({ id: z.literal('color'), value: color }),
  z.strictObject({ id: z.literal('unit'), value: field.shape.unit.unwrap() }),
  z.strictObject({ id: z.literal('decimals'), value: z.int() }),
  z.strictObject({ id: z.literal('mappings'), value: z.array(mapping) }),
  z.strictObject({ id: z.literal('thresholds'), value: thresholds }),
  z.strictObject({ id: z.literal('custom.cellOptions'), value: z.strictObject({ type: z.literal('color-text') }) }),
]);

const override = z.strictObject({
  matcher: z.strictObject({ id: z.literal('byName'), options: z.string() }),
  properties: z.array(property),
});

const target = z.strictObject({
  refId: z.string().regex(/^[A-Z]$/),
  datasource,
  expr: z.string().min(1),
  legendFormat: z.string().optional(),
  format: z.literal('table').optional(),
  instant: z.boolean(),
  range: z.boolean(),
  /** The least time between two points, where the source is asked less often than others. */
  interval: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
});

const columns = z.record(z.string(), z.number());
const transformation = z.discriminatedUnion('id', [
  z.strictObject({ id: z.literal('merge'), options: z.strictObject({}) }),
  z.strictObject({
    id: z.literal('organize'),
    options: z.strictObject({
      excludeByName: z.record(z.string(), z.boolean()),
      indexByName: columns,
      renameByName: z.record(z.string(), z.string()),
    }),
  }),
]);

const shared = {
  id: z.int(),
  title: z.string().min(1),
  description: z.string().optional(),
  gridPos: z.strictObject({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1).max(24), h: z.int().min(1) }),
  datasource,
  targets: z.array(target).min(1),
  fieldConfig: z.strictObject({ defaults: field, overrides: z.array(override) }),
};

const legend = z.strictObject({
  displayMode: z.literal('list'),
  placement: z.literal('bottom'),
  showLegend: z.boolean(),
  calcs: z.array(z.string()).length(0),
});
const reduceOptions = z.strictObject({
  calcs: z.tuple([z.literal('lastNotNull')]),
  fields: z.literal(''),
  values: z.literal(false),
});

const panel = z.discriminatedUnion('type', [
  z.strictObject({
    ...shared,
    type: z.literal('timeseries'),
    options: z.strictObject({
      legend,
      tooltip: z.strictObject({ mode: z.literal('multi'), sort: z.literal('desc') }),
    }),
  }),
  z.strictObject({
    ...shared,
    type: z.literal('stat'),
    options: z.strictObject({
      colorMode: z.literal('value'),
      graphMode: z.enum(['none', 'area']),
      justifyMode: z.literal('auto'),
      orientation: z.literal('auto'),
      textMode: z.literal('auto'),
      wideLayout: z.boolean(),
      showPercentChange: z.literal(false),
      percentChangeColorMode: z.literal('standard'),
      reduceOptions,
    }),
  }),
  z.strictObject({
    ...shared,
    type: z.literal('state-timeline'),
    options: z.strictObject({
      mergeValues: z.literal(true),
      showValue: z.literal('auto'),
      alignValue: z.literal('left'),
      rowHeight: z.number(),
      legend,
      tooltip: z.strictObject({ mode: z.literal('single'), sort: z.literal('none') }),
    }),
  }),
  z.strictObject({
    ...shared,
    type: z.literal('bargauge'),
    options: z.strictObject({
      displayMode: z.literal('basic'),
      orientation: z.literal('horizontal'),
      namePlacement: z.literal('auto'),
      showUnfilled: z.boolean(),
      sizing: z.literal('auto'),
      valueMode: z.literal('color'),
      minVizHeight: z.number(),
      minVizWidth: z.number(),
      maxVizHeight: z.number(),
      legend,
      reduceOptions,
    }),
  }),
  z.strictObject({
    ...shared,
    type: z.literal('table'),
    transformations: z.array(transformation),
    options: z.strictObject({
      showHeader: z.literal(true),
      cellHeight: z.literal('sm'),
      frameIndex: z.literal(0),
      sortBy: z.array(z.strictObject({ displayName: z.string(), desc: z.boolean() })).optional(),
    }),
  }),
]);

const variable = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('datasource'),
    name: z.literal('datasource'),
    label: z.string(),
    query: z.literal('prometheus'),
    hide: z.literal(2),
  }),
  z.strictObject({
    type: z.literal('query'),
    name: z.string().regex(/^[a-z]+$/),
    label: z.string(),
    datasource,
    query: z.strictObject({ query: z.string().regex(/^label_values\(.+, \w+\)$/), refId: z.string() }),
    refresh: z.literal(2),
    sort: z.literal(1),
    includeAll: z.literal(true),
    allValue: z.string(),
    multi: z.literal(true),
    current: z.strictObject({ text: z.array(z.string()), value: z.array(z.string()) }),
  }),
]);

/** The part of Grafana's dashboards that the lab uses, and draws itself. */
export const dashboardSchema = z.strictObject({
  uid: z.string().regex(/^lab-[a-z]+$/),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  schemaVersion: z.literal(39),
  version: z.int(),
  editable: z.boolean(),
  timezone: z.literal('browser'),
  graphTooltip: z.literal(1),
  refresh: z.string(),
  time: z.strictObject({ from: z.string(), to: z.literal('now') }),
  templating: z.strictObject({ list: z.array(variable) }),
  panels: z.array(panel).min(1),
});

export type Dashboard = z.infer<typeof dashboardSchema>;
export type Panel = z.infer<typeof panel>;
export type PanelOf<Type extends Panel['type']> = Extract<Panel, { type: Type }>;
export type Target = z.infer<typeof target>;
export type FieldConfig = z.infer<typeof shared.fieldConfig>;
export type Field = z.infer<typeof field>;
export type Mapping = z.infer<typeof mapping>;
export type Thresholds = z.infer<typeof thresholds>;
export type Variable = Extract<z.infer<typeof variable>, { type: 'query' }>;
