import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { generateKey } from 'openpgp';
import { fetchCloudImage, findSum, nameUbuntuImage, ubuntuKeyFile } from '../../../../scripts/box/cloud-image.ts';
import { isSignedBy } from '../../../../scripts/box/signature.ts';
import { file, image, owner, type Published, publish, signBy } from './published-image.ts';

const never = new AbortController().signal;

const get = ({ folder, folderUrl, key }: Published, signal = never) =>
  fetchCloudImage({ folderUrl, file, key }, { path: join(folder, file), onProgress: () => {}, signal });

test('an image that its makers signed arrives whole', async (t) => {
  const published = await publish(t);
  await get(published);
  t.deepEqual(await readFile(join(published.folder, file)), image);
});

test('an image with another content is removed and said', async (t) => {
  const published = await publish(t);
  published.files[file] = Buffer.alloc(300_000, 'other');
  await t.throwsAsync(get(published), { name: 'UserError', message: /is not what its makers signed/ });
  t.deepEqual(await readdir(published.folder), []);
});

test('checksums that somebody else signed are refused before the image is fetched', async (t) => {
  const published = await publish(t);
  const { privateKey } = await generateKey({ userIDs: [{ name: 'Others' }], format: 'armored' });
  published.files['SHA256SUMS.gpg'] = await signBy(privateKey, published.files.SHA256SUMS as Buffer);
  await t.throwsAsync(get(published), { name: 'UserError', message: /not by the key that this lab knows/ });
  t.deepEqual(await readdir(published.folder), []);
});

test('checksums that were changed after they were signed are refused', async (t) => {
  const published = await publish(t);
  published.files.SHA256SUMS = Buffer.from(`${'0'.repeat(64)} *${file}\n`);
  await t.throwsAsync(get(published), { message: /not by the key that this lab knows/ });
});

test('a signature that is none is refused', async (t) => {
  const published = await publish(t);
  published.files['SHA256SUMS.gpg'] = Buffer.from('<html>Welcome to the hotel</html>');
  await t.throwsAsync(get(published), { message: /not by the key that this lab knows/ });
});

test('an image that the checksums do not list is not fetched', async (t) => {
  const published = await publish(t);
  const { privateKey } = await owner;
  const sums = Buffer.from(`${'0'.repeat(64)} *another.img\n`);
  Object.assign(published.files, { SHA256SUMS: sums, 'SHA256SUMS.gpg': await signBy(privateKey, sums) });
  await t.throwsAsync(get(published), { name: 'UserError', message: /does not list ubuntu-26.04/ });
});

test('a download that is cut off is removed and said with what came', async (t) => {
  const published = await publish(t);
  const { server, files } = published;
  server.prependListener('request', (request, response) => {
    if (request.url !== `/${file}` || request.method !== 'GET') return;
    response.writeHead(200, { 'content-length': image.length });
    response.write(files[file]?.subarray(0, 100_000), () => request.socket.destroy());
  });
  await t.throwsAsync(get(published), { name: 'UserError', message: /was cut off after 1 MB of 1 MB/ });
  t.deepEqual(await readdir(published.folder), []);
});

test('an interruption removes what came so far', async (t) => {
  const published = await publish(t);
  const end = new AbortController();
  published.server.prependListener('request', (request, response) => {
    if (request.url !== `/${file}` || request.method !== 'GET') return;
    response.writeHead(200, { 'content-length': image.length });
    response.write(image.subarray(0, 1_000), () => end.abort(new Error('interrupted')));
  });
  await t.throwsAsync(get(published, end.signal), { message: 'interrupted' });
  t.deepEqual(await readdir(published.folder), []);
});

test('a disk with too little room is said before the image is fetched', async (t) => {
  const published = await publish(t);
  published.server.prependListener('request', (request, response) => {
    if (request.method === 'HEAD') response.writeHead(200, { 'content-length': 1e15 }).end();
  });
  await t.throwsAsync(get(published), {
    name: 'UserError',
    message: /Making a box needs 2000000000 MB of room .* another folder in TMPDIR/,
  });
  t.deepEqual(await readdir(published.folder), []);
});

test('a server that does not answer is said with the reason', async (t) => {
  const published = await publish(t);
  published.server.close();
  published.server.closeAllConnections();
  await t.throwsAsync(get(published), {
    name: 'UserError',
    message: /127.0.0.1:\d+ does not answer: connect ECONNREFUSED [\d.:]+$/,
  });
});

test('a file that is not there is said with its address', async (t) => {
  const published = await publish(t);
  delete published.files[file];
  await t.throwsAsync(get(published), { message: /amd64.img is not there: 404/ });
});

test("Ubuntu's key is the one that Ubuntu publishes, and vouches for nothing else", async (t) => {
  const published = await publish(t);
  const { readKey } = await import('openpgp');
  const armoredKey = await readFile(ubuntuKeyFile, 'utf8');
  const key = await readKey({ armoredKey });
  t.is(key.getFingerprint().toUpperCase(), 'D2EB44626FDDC30B513D5BB71A5D6C4C7DB87C81');
  t.is((await key.getSigningKey()).getFingerprint(), key.getFingerprint());
  t.false(await isSignedBy(armoredKey, image, published.files['SHA256SUMS.gpg'] as Buffer));
});

test('a sum is found by the whole name of its file', (t) => {
  const sums = `${'a'.repeat(64)} *x-${file}\n${'b'.repeat(64)}  ${file}\n`;
  t.is(findSum(sums, file), 'b'.repeat(64));
  t.is(findSum(sums, 'img'), undefined);
});

test('images are named by release, processor and format', (t) => {
  t.is(nameUbuntuImage('26.04', { arm: false, extension: 'img' }), file);
  t.is(nameUbuntuImage('26.04', { arm: true, extension: 'vmdk' }), 'ubuntu-26.04-server-cloudimg-arm64.vmdk');
});
