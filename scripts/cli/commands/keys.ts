import { join } from 'node:path';
import { defineCommand } from 'citty';
import { projectDir } from '../../settings/config.ts';
import { generateAppKey, generateJwtSecret, writeEnvironmentValue } from '../../state/keys.ts';

const file = join(projectDir, '.env');

export const appKey = defineCommand({
  run: () => writeKey('APP_KEY', generateAppKey()),
});

export const jwtSecret = defineCommand({
  run: () => writeKey('JWT_SECRET', generateJwtSecret()),
});

async function writeKey(key: string, value: string) {
  await writeEnvironmentValue(file, key, value);
  console.log(`${key} is in ${file}. The API takes it with its next start: npm stop, npm start`);
}
