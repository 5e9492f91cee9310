/** How long the tests under load may take: `RESILIENCE_ROUNDS=3` hits every member, and repeats what else is repeated as often. */
export const rounds = Number(process.env.RESILIENCE_ROUNDS ?? 1);
