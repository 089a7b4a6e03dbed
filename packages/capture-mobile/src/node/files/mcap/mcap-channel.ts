/** The one channel of a recording: each message is a depth packet (docs/plugins/depth-packet.md). */
export const MCAP_CHANNEL = {
  topic: '/faceward/frames',
  messageEncoding: 'faceward-depth-packet',
} as const
