import * as z from 'zod';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { type HostLook, type Question, renderEndpoint, renderSilence } from '../role.ts';

const buildInfo = z.object({ data: z.object({ version: z.string() }) });
const targetList = z.object({
  data: z.object({
    activeTargets: z.array(z.object({ health: z.string(), labels: z.record(z.string(), z.string()) })),
  }),
});

/** Prometheus' line in `status`: how many of those that it asks have answered. */
export async function lookAtPrometheus(host: Host, { view, state }: Question): Promise<HostLook> {
  const address = `http://${renderEndpoint(view.at(host, 'http'))}`;
  const ask = async (path: string) => {
    const { ok, text } = await fetchText(`${address}${path}`, { timeoutMs: 2_000 });
    return ok ? JSON.parse(text) : undefined;
  };
  const answers = await Promise.all([ask('/api/v1/status/buildinfo'), ask('/api/v1/targets?state=active')]).catch(
    () => [],
  );
  const [build, targets] = [buildInfo.safeParse(answers[0]), targetList.safeParse(answers[1])];
  if (!build.success || !targets.success) return { address, version: '', healthy: false, text: renderSilence(state) };
  const { activeTargets } = targets.data.data;
  const up = activeTargets.filter(({ health }) => health === 'up').length;
  return {
    address,
    version: build.data.data.version.replace(/\+.*/, ''),
    healthy: true,
    text: `${up} of ${activeTargets.length} sources answer`,
    // A source is asked for the first time some moments after the start.
    settled: activeTargets.every(({ health }) => health !== 'unknown'),
  };
}
