import type { Entry, Moment } from '../../scripts/explain/moment.ts';
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

  /** Begins at a moment: what happens from then on counts. */
  begin(now: Moment) {
    this.sinceMs = now.atMs;
    sessionStorage.setItem(key, String(now.atMs));
    this.restart();
    this.add(now);
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
