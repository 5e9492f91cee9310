import { primaryName } from '../../api/cache/repository.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { listShared, passwordOf, quote, renderLines } from '../valkey/configuration.ts';
import type { LabView } from '../view.ts';

/** A primary that says nothing for so long is gone for one Sentinel. */
const downAfterMs = 500;
const failoverMs = 3_000;

/** What a Sentinel starts with; it writes into the same file what it learns of the others and of the primary. */
export function renderSentinelConf(host: Host, view: LabView): string {
  const primary = view.at(view.hostsOf('valkey')[0] as Host, 'valkey');
  const quorum = Math.floor(view.hostsOf('sentinel').length / 2) + 1;
  const password = quote(passwordOf(view));
  return renderLines([
    ...listShared(host, view, 'sentinel'),
    `sentinel sentinel-pass ${password}`,
    `sentinel monitor ${primaryName} ${primary.address} ${primary.port} ${quorum}`,
    `sentinel auth-pass ${primaryName} ${password}`,
    `sentinel down-after-milliseconds ${primaryName} ${downAfterMs}`,
    `sentinel failover-timeout ${primaryName} ${failoverMs}`,
    `sentinel parallel-syncs ${primaryName} 2`,
  ]);
}
