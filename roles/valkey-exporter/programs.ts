import type { Judgement, ProgramSource } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';
import { exporterProgram } from '../prometheus/exporter-program.ts';

const minimumVersion = '1.45.0';

/** redis_exporter, which Valkey answers as well; it tells its version in other words than the family of Prometheus. */
export const redisExporterPrograms: ProgramSource[] = [
  {
    ...exporterProgram({ name: 'redis-exporter', product: 'redis_exporter', minimumVersion }),
    judge: judgeRedisExporter,
  },
];

/** Whether this exporter is of use here, judged by what it prints for --version. */
export function judgeRedisExporter(output: string): Judgement {
  const version = /Redis Metrics Exporter v?(\d+(?:\.\d+)+)/.exec(output)?.[1];
  if (!version) return { version: '', whyNot: "what it prints for its version is not redis_exporter's answer" };
  const isOld = !isAtLeast(version, minimumVersion);
  return { version, whyNot: isOld ? `it is redis_exporter ${version}, older than ${minimumVersion}` : undefined };
}
