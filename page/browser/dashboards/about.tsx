import type { Panel } from '../../../roles/prometheus/dashboard-schema.ts';

/** What a panel shows, in a sentence. */
export const About = ({ panel: { description } }: { panel: Panel }) =>
  description ? <p class="about soft">{description}</p> : null;
