import type { Entry } from '../../scripts/explain/moment.ts';
import { planTour } from '../../scripts/explain/tour/steps.ts';
import { advanceTour, beginTour, type Progress, type TourStep } from '../../scripts/explain/tour/tour.ts';
import type { LabPage } from '../lab-page.ts';

const key = 'tour-began';

/** The tour of this browser; a page that is loaded again goes on with it. */
export class TourStore {
  steps: TourStep[] = [];
  progress: Progress = beginTour([]);
  /** When it began; undefined while there is none. */
  sinceMs: number | undefined = Number(sessionStorage.getItem(key)) || undefined;

  /** Says what lab it goes through. */
  meet(lab: LabPage) {
    this.steps = planTour({ hosts: lab.hosts, apiUrl: lab.links.find(({ url }) => url)?.url ?? '' });
  }

  begin(atMs: number) {
    this.sinceMs = atMs;
    sessionStorage.setItem(key, String(atMs));
    this.restart();
  }

  end() {
    this.sinceMs = undefined;
    sessionStorage.removeItem(key);
  }

  /** Forgets its progress, which the record tells again. */
  restart() {
    this.progress = beginTour(this.steps);
  }

  add(entry: Entry) {
    if (this.sinceMs !== undefined && entry.atMs >= this.sinceMs) this.progress = advanceTour(this.progress, entry);
  }
}
