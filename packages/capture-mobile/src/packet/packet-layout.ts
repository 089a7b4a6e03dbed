/** Numbers of the depth packet, version 1; the whole of it stands in docs/plugins/depth-packet.md. */
export const PACKET = {
  /** "FWDP" */
  magic: [0x46, 0x57, 0x44, 0x50],
  version: 1,
  /** magic, version, flags, header length, header CRC-32 */
  prefixBytes: 16,
  flags: { attested: 1 },
  alignment: 8,
  headerBytes: 16_384,
  planeBytes: 67_108_864,
  packetBytes: 67_108_864,
  tokenBytes: 16_384,
  side: 4096,
} as const

/** The next multiple of the packet's alignment. */
export const aligned = (at: number): number => Math.ceil(at / PACKET.alignment) * PACKET.alignment
