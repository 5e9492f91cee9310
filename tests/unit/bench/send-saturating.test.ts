import test from 'ava';
import { readWrk } from '../../../bench/measure/send-saturating.ts';

const printed = `Running 4s test @ http://127.0.0.1:3000/api/tags
  1 threads and 50 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    96.76ms   54.10ms 300.00ms   80.92%
    Req/Sec   529.00    308.54     1.09k    60.00%
  Latency Distribution
     50%  812.00us
     75%  126.86ms
     90%  187.95ms
     99%    1.05s
  1059 requests in 2.02s, 17.07MB read
`;

test('what wrk prints tells rates, times and failures', (t) => {
  t.deepEqual(readWrk(`${printed}Requests/sec:    523.57\nTransfer/sec:      8.44MB\n`), {
    perSecond: 523.57,
    p50Ms: 0.812,
    p99Ms: 1_050,
    requests: 1_059,
    failed: 0,
  });
  const broken = '  Socket errors: connect 1, read 2, write 0, timeout 3\n  Non-2xx or 3xx responses: 10\n';
  t.is(readWrk(`${printed}${broken}Requests/sec:    523.57\n`).failed, 16);
});
