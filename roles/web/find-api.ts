import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { LabView } from '../view.ts';

/** Where clients ask the API: the web host itself, or HAProxy's listener for several of them. */
export function findApi(view: LabView): Endpoint {
  const [web, second] = view.hostsOf('web') as [Host, Host?];
  return second ? view.at(view.hostsOf('haproxy')[0] as Host, 'http') : view.at(web, 'http');
}
