import { isMajorityLost } from './group-view.ts';
import type { MemberMoment, Moment } from './moment.ts';
import { lastsMs } from './silences.ts';
import type { Story } from './story.ts';

interface Held {
  moment: Moment;
  /** The moments until then, at least those of ten seconds. */
  moments: Moment[];
  stories: Story[];
}

/** A moment as it is told: a program that runs and is silent only since just now is shown with its last answer. */
export function holdSilences(held: Held): Moment {
  const { moment } = held;
  const { proxy, webs } = moment;
  const answer = findAnswer(held, proxy.host, (each) => each.proxy.answers);
  const hasAnswered = (web: string) => findAnswer(held, web, (each) => each.webs?.[web] === true) !== undefined;
  return {
    ...moment,
    proxy: answer?.proxy ?? proxy,
    members: holdMembers(held),
    ...(webs && {
      webs: Object.fromEntries(Object.entries(webs).map(([web, answers]) => [web, answers || hasAnswered(web)])),
    }),
  };
}

// What a member said before comes after what the others say now. Where no majority can decide nothing is held back.
function holdMembers(held: Held): Moment['members'] {
  const { moment } = held;
  if (isMajorityLost(moment)) return moment.members;
  const answers = Object.keys(moment.members).flatMap((name): [string, MemberMoment][] => {
    const answer = findAnswer(held, name, ({ members }) => members[name]?.answers === true)?.members[name];
    return answer ? [[name, answer]] : [];
  });
  const names = new Set(answers.map(([name]) => name));
  const fresh = Object.entries(moment.members).filter(([name]) => !names.has(name));
  return Object.fromEntries([...fresh, ...answers]);
}

/** The moment in which a host answered last, if it runs and its silence has not lasted yet. */
function findAnswer({ moment, moments, stories }: Held, host: string, answers: (moment: Moment) => boolean) {
  const isKnown = (each: Moment) => answers(each) || each.hosts[host] !== 'running';
  if (isKnown(moment)) return undefined;
  const index = moments.findLastIndex(isKnown);
  const last = moments[index];
  // A program that has just been started did not answer before either.
  if (!last || !answers(last)) return undefined;
  const isExplained = stories.some(({ hosts, beganMs, endedMs = Number.POSITIVE_INFINITY }) => {
    return hosts.includes(host) && beganMs <= moment.atMs && moment.atMs <= endedMs;
  });
  const beganMs = (moments[index + 1] ?? moment).atMs;
  return moment.atMs - beganMs < lastsMs(isExplained) ? last : undefined;
}
