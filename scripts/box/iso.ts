const sectorBytes = 2048;
const volumeSector = 16;
const rootSector = 20;

/**
 * A CD image (ISO 9660) with a few small files in its root. The standard knows upper case alone; Linux shows the names in
 * lower case, without their version.
 */
export function makeIso(label: string, files: Record<string, string>): Buffer {
  const placed = placeFiles(files);
  const end = placed.at(-1);
  const sectors = (end?.sector ?? rootSector) + sectorsOf(end?.content.length ?? 0);
  const image = Buffer.alloc(sectors * sectorBytes);
  writeVolume(image, { label, sectors });
  writePathTables(image);
  writeRoot(image, placed);
  for (const { sector, content } of placed) content.copy(image, sector * sectorBytes);
  return image;
}

interface PlacedFile {
  name: string;
  content: Buffer;
  sector: number;
}

const sectorsOf = (bytes: number) => Math.max(1, Math.ceil(bytes / sectorBytes));

function placeFiles(files: Record<string, string>): PlacedFile[] {
  let next = rootSector + 1;
  return Object.entries(files)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, text]) => {
      const content = Buffer.from(text);
      const sector = next;
      next += sectorsOf(content.length);
      return { name: `${name.toUpperCase()}.;1`, content, sector };
    });
}

// Most numbers stand there twice, in both orders of bytes.
function writeBoth32(image: Buffer, value: number, at: number) {
  image.writeUInt32LE(value, at);
  image.writeUInt32BE(value, at + 4);
}

function writeBoth16(image: Buffer, value: number, at: number) {
  image.writeUInt16LE(value, at);
  image.writeUInt16BE(value, at + 2);
}

const pathTableBytes = 10;
const pathTables = { little: 18, big: 19 };

function writeVolume(image: Buffer, { label, sectors }: { label: string; sectors: number }) {
  const at = volumeSector * sectorBytes;
  image.write('\x01CD001\x01', at, 'latin1');
  image.fill(' ', at + 8, at + 72);
  image.write(label, at + 40, 'latin1');
  writeBoth32(image, sectors, at + 80);
  writeBoth16(image, 1, at + 120);
  writeBoth16(image, 1, at + 124);
  writeBoth16(image, sectorBytes, at + 128);
  writeBoth32(image, pathTableBytes, at + 132);
  image.writeUInt32LE(pathTables.little, at + 140);
  image.writeUInt32BE(pathTables.big, at + 148);
  entry('\0', rootSector, sectorBytes, true).copy(image, at + 156);
  image.fill(' ', at + 190, at + 813);
  // Four dates that say nothing.
  for (let date = 0; date < 4; date += 1) image.fill('0', at + 813 + date * 17, at + 813 + date * 17 + 16);
  image.writeUInt8(1, at + 881);
  image.write('\xffCD001\x01', at + sectorBytes, 'latin1');
}

function writePathTables(image: Buffer) {
  for (const [order, sector] of Object.entries(pathTables)) {
    const at = sector * sectorBytes;
    image.writeUInt8(1, at);
    if (order === 'little') image.writeUInt32LE(rootSector, at + 2);
    else image.writeUInt32BE(rootSector, at + 2);
    if (order === 'little') image.writeUInt16LE(1, at + 6);
    else image.writeUInt16BE(1, at + 6);
  }
}

function writeRoot(image: Buffer, files: PlacedFile[]) {
  const entries = [
    entry('\0', rootSector, sectorBytes, true),
    entry('\x01', rootSector, sectorBytes, true),
    ...files.map(({ name, sector, content }) => entry(name, sector, content.length, false)),
  ];
  Buffer.concat(entries).copy(image, rootSector * sectorBytes);
}

/** One line of a folder. */
function entry(name: string, sector: number, bytes: number, isFolder: boolean): Buffer {
  const length = 33 + name.length + ((name.length + 1) % 2);
  const line = Buffer.alloc(length);
  line.writeUInt8(length, 0);
  writeBoth32(line, sector, 2);
  writeBoth32(line, bytes, 10);
  Buffer.from([125, 1, 1, 0, 0, 0, 0]).copy(line, 18);
  line.writeUInt8(isFolder ? 2 : 0, 25);
  writeBoth16(line, 1, 28);
  line.writeUInt8(name.length, 32);
  line.write(name, 33, 'latin1');
  return line;
}
