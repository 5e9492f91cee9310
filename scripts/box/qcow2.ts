const clusterBits = 16;
const clusterBytes = 1 << clusterBits;
const isCopied = 1n << 63n;

/**
 * A small disk in the format of qemu, version 2: header, first table, second table, counts of references, and then the disk
 * as it is. One table of each kind leads to 512 MB.
 */
export function makeQcow2(disk: Buffer): Buffer {
  const clusters = Math.ceil(disk.length / clusterBytes);
  const place = { first: 1, second: 2, counts: 3, countBlock: 4, disk: 5 };
  const image = Buffer.alloc((place.disk + clusters) * clusterBytes);
  const offset = (cluster: number) => BigInt(cluster * clusterBytes);
  image.write('QFI\xfb', 0, 'latin1');
  image.writeUInt32BE(2, 4);
  image.writeUInt32BE(clusterBits, 20);
  image.writeBigUInt64BE(BigInt(Math.ceil(disk.length / 512) * 512), 24);
  image.writeUInt32BE(1, 36);
  image.writeBigUInt64BE(offset(place.first), 40);
  image.writeBigUInt64BE(offset(place.counts), 48);
  image.writeUInt32BE(1, 56);
  image.writeBigUInt64BE(offset(place.second) | isCopied, place.first * clusterBytes);
  image.writeBigUInt64BE(offset(place.countBlock), place.counts * clusterBytes);
  for (let cluster = 0; cluster < clusters; cluster += 1)
    image.writeBigUInt64BE(offset(place.disk + cluster) | isCopied, place.second * clusterBytes + cluster * 8);
  for (let cluster = 0; cluster < place.disk + clusters; cluster += 1)
    image.writeUInt16BE(1, place.countBlock * clusterBytes + cluster * 2);
  disk.copy(image, place.disk * clusterBytes);
  return image;
}
