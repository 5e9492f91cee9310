import test from 'ava';
import { findScrapeSeconds } from '../../../../roles/prometheus/scrape-interval.ts';

const answer = (...intervals: string[]) => ({
  status: 'success',
  data: { activeTargets: intervals.map((scrapeInterval) => ({ scrapeInterval, health: 'up' })) },
});

const isFound = test.macro<[unknown, number | undefined]>((t, given, seconds) => {
  t.is(findScrapeSeconds(given), seconds);
});

test('sources that are asked more rarely do not count', isFound, answer('15s', '5s', '5s'), 5);
test('an interval of minutes is one of seconds', isFound, answer('1m30s', '2m'), 90);
test('an interval of no known form does not count', isFound, answer('soon', '1m'), 60);
test('without sources there is none', isFound, answer(), undefined);
test('an answer without intervals tells none', isFound, { data: { activeTargets: [{ health: 'up' }] } }, undefined);
