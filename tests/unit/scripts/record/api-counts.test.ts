import test from 'ava';
import { countApi } from '../../../../scripts/record/api-counts.ts';

const metrics = `# HELP api_request_duration_seconds From the head of a request to its answer
# TYPE api_request_duration_seconds histogram
process_start_time_seconds 1795901239
api_request_duration_seconds_bucket{le="0.01",method="GET",route="/articles",status="200"} 3
api_request_duration_seconds_bucket{le="15",method="GET",route="/articles",status="200"} 4
api_request_duration_seconds_bucket{le="+Inf",method="GET",route="/articles",status="200"} 4
api_request_duration_seconds_count{method="GET",route="/articles",status="200"} 4
api_request_duration_seconds_bucket{le="0.01",method="GET",route="/tags",status="200"} 2
api_request_duration_seconds_count{method="GET",route="/tags",status="200"} 2
api_request_duration_seconds_count{method="POST",route="/articles",status="200"} 5
api_request_duration_seconds_count{method="POST",route="/articles",status="503"} 1
api_request_duration_seconds_count{method="GET",route="none",status="200"} 90
api_database_retries_total{cause="1213"} 2
api_database_pool_connections{state="waiting"} 0
`;

test('requests are summed up over routes, reads apart from writes and failures apart from answers', (t) => {
  const { reads, writes, startedMs } = countApi(metrics);
  t.deepEqual(reads, { done: 6, failed: 0, within: { 10: 5, 15000: 4 } });
  t.deepEqual(writes, { done: 5, failed: 1, within: {} });
  t.is(startedMs, 1_795_901_239_000);
});

test('counts of the database are kept under their names, without those that are 0', (t) => {
  t.deepEqual(countApi(metrics).counters, { 'retries_total{cause="1213"}': 2 });
});

test('an empty page counts nothing', (t) => {
  t.like(countApi(''), { reads: { done: 0, failed: 0 }, writes: { done: 0, failed: 0 }, counters: {} });
});
