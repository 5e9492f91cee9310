import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';
import { findApi } from '../web/find-api.ts';
import { readWholeNumber } from '../whole-number.ts';

export const authorityFile = 'authority.pem';

/** What locustfile.py has to know, as its file says it. */
export interface LoadSettings {
  /** Where all users send their requests, whatever the page is told. */
  target: string;
  /** The file with the authority that signs the target's certificate. */
  authority: string;
  /** The names by which a browser may ask for the page. */
  names: string[];
  mostUsers: number;
  mostSeconds: number;
}

/** Where the load goes, and how much of it there may be. */
export function describeLoad(host: Host, view: LabView): LoadSettings {
  const { environment } = view;
  return {
    target: findWayIn(view),
    authority: join(view.folderOf(host), authorityFile),
    names: ['localhost', view.at(host, 'http').address],
    mostUsers: readWholeNumber(environment, 'LOAD_MOST_USERS', { usual: 50, most: 1_000 }),
    mostSeconds: readWholeNumber(environment, 'LOAD_MOST_SECONDS', { usual: 600, most: 86_400 }),
  };
}

/** The way that clients take: by the edge where the lab has one. */
function findWayIn(view: LabView) {
  const [edge] = view.hostsOf('edge');
  return edge ? `https://${renderEndpoint(view.at(edge, 'https'))}` : `http://${renderEndpoint(findApi(view))}`;
}
