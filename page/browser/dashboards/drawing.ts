import type { Panel, PanelOf, Variable } from '../../../roles/prometheus/dashboard-schema.ts';
import type { Answer, Columns } from './series.ts';
import type { Choices } from './variables.ts';
import type { TimeRange } from './view-state.ts';

/** What all panels of the page share. */
export interface View {
  range: TimeRange;
  variables: Variable[];
  choices: Choices;
  /** The hosts of the lab, each with a colour of its own. */
  hosts: string[];
  /** Seconds between two questions of Prometheus. */
  scrapeS: number;
  /** Shows a shorter time. */
  zoom(fromS: number, toS: number): void;
}

/** What each kind of panel is drawn with. */
export interface Drawing<Type extends Panel['type']> {
  panel: PanelOf<Type>;
  data: PanelData;
  view: View;
}

/** What a panel is drawn from. */
export interface PanelData {
  /** The time that was asked for: the picture moves on when the answers are there. */
  range: TimeRange;
  /** Seconds between two points. */
  stepS: number;
  /** Of queries over time. */
  columns: Columns;
  /** Of queries for one moment, for each query. */
  moments: Answer[][];
}
